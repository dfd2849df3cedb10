"""Works on one file or one call that wait for each other, or do not have to. Needs a database that locks rows."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from forms_app.applications.models import DraftShare, Erasure, Opening, Submission
from forms_app.applications.services import drafts as saving
from forms_app.applications.services import erasing, record_outcome, share, submit_draft
from forms_app.applications.services.prepared import prepare_outcome
from forms_app.calls.models import Call
from tests.factories_forms import call, commune, complete_draft, staff

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]


def closing(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connection.close()


def a_file(of: Call | None = None) -> Submission:
    draft, code = complete_draft(of or call(), commune())
    return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())


def slow(usual: Callable[..., object], reached: threading.Event, *, after: bool) -> Callable[..., object]:
    """The same, waiting before or after it until the other one has arrived."""

    def work(*given: object, **named: object) -> object:
        if after:
            usual(*given, **named)
        reached.set()
        time.sleep(0.3)
        return None if after else usual(*given, **named)

    return work


@pytest.mark.parametrize("done", ["revoked", "offered"])
def test_a_colleague_saves_a_step_for_the_first_time_while_the_holder_is_at_her_link(done, monkeypatch):
    draft, _code = complete_draft(call(kind=Call.Kind.ASSOCIATIONS), commune())
    draft.steps.filter(step="project").delete()
    link, reached = share.share_draft(draft=draft, token="t", label="", at=timezone.now()), threading.Event()
    monkeypatch.setattr(saving, "_type_of_colleague", slow(saving._type_of_colleague, reached, after=True))
    at = timezone.now()

    def save() -> None:
        saving.save_step(draft=draft, step="project", answers={"project": "x"}, at=at, version=0, share=DraftShare.objects.get(pk=link.pk))

    with ThreadPoolExecutor(1) as pool:
        saved = pool.submit(closing, save)
        assert reached.wait(10)
        if done == "revoked":
            share.revoke_share(draft=draft, pk=link.pk, at=at)
        else:
            share.offer_draft(draft=draft, pk=link.pk, stays=False, at=at)
        saved.result()
    link.refresh_from_db()
    moments = [moment == at for moment in (link.revoked_at, link.offered_at)]
    assert (draft.steps.filter(step="project").count(), moments) == (1, [done == "revoked", done == "offered"])


def test_a_file_erased_by_the_clock_while_an_outcome_is_held_for_it(monkeypatch, settings, tmp_path):
    settings.ERASURE_LIST = str(tmp_path / "erasures.jsonl")
    file, by, reached = a_file(), staff(), threading.Event()
    monkeypatch.setattr(erasing, "count_remainder", slow(erasing.count_remainder, reached, after=False))

    def erase() -> bool:
        return erasing.erase_file(submission=file, reason=Erasure.Reason.RETENTION, at=timezone.now())

    with ThreadPoolExecutor(1) as pool:
        erased = pool.submit(closing, erase)
        assert reached.wait(10)
        with pytest.raises(ValidationError) as refused:
            prepare_outcome(submission=Submission.objects.get(), outcome="selected", by=by, at=timezone.now())
        assert (erased.result(), refused.value.code) == (True, "ended")


def test_files_are_sent_and_begun_while_outcomes_are_held_for_others_of_the_call():
    made, by = call(), staff()
    file, (draft, code) = a_file(made), complete_draft(made, commune())
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        prepare_outcome(submission=file, outcome="selected", by=by, at=timezone.now())
        sending = pool.submit(closing, lambda: submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()))
        assert wait([sending], timeout=3).not_done == set()


def test_a_file_is_opened_while_it_is_being_decided_on():
    """A table of outcomes holds thousands of files for a minute."""
    file, by = a_file(), staff()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        record_outcome(submission=file, outcome="selected", by=by, at=timezone.now())
        opening = pool.submit(closing, lambda: Opening.objects.create(submission=file, by=by))
        assert wait([opening], timeout=3).not_done == set()
