"""Whatever order things are done in: one draft makes one file, under one reference, and nothing of it is lost."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from forms_app.applications.models import Draft, ReferenceCounter, Status, Submission, SubmissionAct
from forms_app.applications.services import (
    OUTCOMES,
    CallNotOpen,
    IncompleteDraft,
    NotNow,
    StaleStep,
    draft_for,
    record_outcome,
    reopen,
    save_step,
    save_typed,
    saved_answers,
    start_draft,
    submit_draft,
    withdraw,
)
from portal.core.models import AuditEntry, OutboxMessage
from tests.factories_forms import answers, call, commune, form, staff

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30).map(lambda name: f"ف{name}".strip())
STEPS = ("you", "situation", "project")


class OneFile(RuleBasedStateMachine):
    """A woman, a helper's second tab, and the staff, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()  # each example in a transaction of its own, undone after it
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        form()
        self.place = commune()
        self.call = call()
        self.now = timezone.now()
        draft, self.code = start_draft(call=self.call, language="ar", filled_by="self", at=self.now)
        self.id, self.saved, self.sent, self.by = draft.public_id, {}, [], staff()

    @property
    def draft(self) -> Draft:
        return draft_for(public_id=self.id)

    @property
    def file(self) -> Submission | None:
        return Submission.objects.filter(draft__public_id=self.id).first()

    @rule(step=st.sampled_from(STEPS), name=NAMES, stale=st.booleans())
    def save(self, step: str, name: str, stale: bool) -> None:
        """Save a step, from the page as it is or from one opened long ago."""
        given = answers(self.place)[step] | ({"full_name": name} if step == "you" else {})
        row = self.draft.steps.filter(step=step).first()
        version = 0 if row is None or stale else row.version
        try:
            save_step(draft=self.draft, step=step, answers=given, at=self.tick(), version=version, new=stale)
        except StaleStep:
            assert row is not None
            assert row.version != version
        else:
            self.saved[step] = given

    @rule(step=st.sampled_from(STEPS), name=NAMES)
    def type(self, step: str, name: str) -> None:
        """Autosave changes no answer."""
        row = self.draft.steps.filter(step=step).first()
        save_typed(draft=self.draft, step=step, typed={"full_name": [name]}, at=self.tick(), version=row.version if row else 0)

    @rule(times=st.integers(1, 3))
    def send(self, times: int) -> None:
        """Send, once or several times over: a double click."""
        before, reopened = self.file, self.draft.reopened_at
        complete = set(self.saved) == set(STEPS)
        for _each in range(times):
            try:
                sent = submit_draft(draft=self.draft, resume_code=self.code, language="ar", at=self.tick())
            except IncompleteDraft:
                assert not complete
            except CallNotOpen:
                assert before is not None
                assert before.status not in {Status.RECEIVED, Status.TO_COMPLETE}
            else:
                assert complete or before is not None
                if before is None or reopened:
                    before, reopened = sent, None
                    self.sent.append(saved_answers(draft=self.draft))

    @precondition(lambda self: self.file)
    @rule()
    def correct(self) -> None:
        """Reopening never un-sends."""
        with suppress(NotNow):
            reopen(submission=self.file, at=self.tick())

    @precondition(lambda self: self.file)
    @rule()
    def take_back(self) -> None:
        with suppress(NotNow):
            withdraw(submission=self.file, at=self.tick())

    @precondition(lambda self: self.file and self.file.status not in {Status.WITHDRAWN, Status.ERASED})
    @rule(outcome=st.sampled_from([*OUTCOMES]))
    def decide(self, outcome: str) -> None:
        if outcome == self.file.status and outcome != Status.TO_COMPLETE:
            return
        more = {"until": self.now + dt.timedelta(days=9), "questions": ["full_name"]} if outcome == Status.TO_COMPLETE else {}
        record_outcome(submission=self.file, outcome=outcome, by=self.by, at=self.tick(), **more)

    def tick(self) -> dt.datetime:
        """A moment later."""
        self.now += dt.timedelta(seconds=1)
        return self.now

    @invariant()
    def one_file_at_most(self) -> None:
        files = Submission.objects.filter(call=self.call)
        assert len(files) == bool(self.sent)
        numbers = ReferenceCounter.objects.filter(call=self.call).values_list("last", flat=True)
        assert list(numbers) == ([1] if self.sent else [])

    @invariant()
    def nothing_saved_is_lost(self) -> None:
        kept = saved_answers(draft=self.draft)
        assert {step: given for step, given in kept.items() if given} == self.saved

    @invariant()
    def the_file_says_what_was_sent_last(self) -> None:
        if not self.sent:
            return
        file = self.file
        flat = [{key: value for kept in one.values() for key, value in kept.items()} for one in self.sent]
        kept = [{**row.answers, **row.sealed} for row in file.versions.order_by("number")]
        assert (file.version, [*kept, file.everything]) == (len(self.sent), flat)
        assert file.reference.split("-")[1] == "000001"
        assert file.full_name == flat[-1]["full_name"]

    @invariant()
    def acts_tell_its_state(self) -> None:
        if not self.sent:
            return
        acts = list(SubmissionAct.objects.filter(submission=self.file).order_by("pk"))
        sendings = [act for act in acts if act.kind in {"received", "sent_again", "completed"}]
        assert (acts[0].kind, acts[-1].status, len(sendings)) == ("received", self.file.status, len(self.sent))
        assert AuditEntry.objects.filter(act__startswith="submission.").count() == len(acts)
        assert OutboxMessage.objects.values("dedupe").distinct().count() == OutboxMessage.objects.count()


@pytest.mark.django_db
def test_one_draft_makes_one_file_whatever_order_things_are_done_in():
    run_state_machine_as_test(OneFile, settings=settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)))
