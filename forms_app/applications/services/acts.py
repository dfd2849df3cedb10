"""Acts on a file that was sent: correct it, withdraw it, record what was decided."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forms_app.applications.messages import outcome_key, tell
from forms_app.applications.models import Draft, PreparedOutcome, Status, Submission, SubmissionAct
from forms_app.calls.models import State
from forms_app.engine.definition import definition_of
from portal.core.audit import record_act

from .completing import put_back
from .twins import hold_counter, leave_alone
from .window import may_correct, may_withdraw

#: What may be recorded as an outcome; the other states come by the applicant's own acts or by erasure.
OUTCOMES = (Status.TO_COMPLETE, Status.UNDER_REVIEW, Status.PRESELECTED, Status.WAITING_LIST, Status.SELECTED, Status.NOT_SELECTED)
#: Those that end the study of a file; the others are steps on the way.
_DECIDED = (Status.WAITING_LIST, Status.SELECTED, Status.NOT_SELECTED)
#: Files on which nothing more is decided.
_ENDED = (Status.WITHDRAWN, Status.ERASED)


class NotNow(Exception):
    """The act came too late, or the file's state does not allow it."""


@transaction.atomic
def reopen(*, submission: Submission, at: dt.datetime) -> Draft:
    """Let her correct what she sent. What was sent stays sent until she sends again.

    Raises:
        NotNow: after the closing, or once its study has begun, unless she was asked to complete it.
    """
    submission = locked(submission)
    if submission.draft is None or not may_correct(submission=submission, at=at):
        raise NotNow
    if submission.draft.reopened_at is None:
        submission.draft.reopened_at = at
        submission.draft.save(update_fields=["reopened_at"])
    return submission.draft


@transaction.atomic
def withdraw(*, submission: Submission, at: dt.datetime) -> Submission:
    """Take a file back. Withdrawing twice is withdrawing once.

    Raises:
        NotNow: once a decision was taken.
    """
    submission = locked(submission, beside_twins=True)
    if submission.status == Status.WITHDRAWN:
        return submission
    if not may_withdraw(submission=submission):
        raise NotNow
    leave_alone(submission=submission)
    _act(submission, SubmissionAct.Kind.WITHDRAWN, Status.WITHDRAWN, at)
    if submission.draft:
        Draft.objects.filter(pk=submission.draft.pk).update(reopened_at=None)
    return submission


@transaction.atomic
def record_outcome(
    *,
    submission: Submission,
    outcome: str,
    by: User,
    at: dt.datetime,
    reason: str = "",
    sentence: Mapping[str, str] | None = None,
    until: dt.datetime | None = None,
    questions: Sequence[str] = (),
    seen: str = "",
) -> SubmissionAct:
    """Record what was decided: time-line, audit and one message. A decision is taken back only by recording another one.

    A final one takes the place of an outcome held until the results, which would otherwise undo it on their publication.
    ``until`` and ``questions`` (codes) say what she may complete, and by when; only with ``to_complete``. What she changed elsewhere in
    a correction that she never sent is taken back. ``seen`` is the mark of the file as it was decided on.

    Raises:
        ValidationError: when the outcome is unknown, changes nothing, or does not say what is to be completed by when; or the file changed since it was seen.
    """
    submission = locked(submission)
    check_seen(submission, seen)
    _check(submission, outcome, at, until, questions)
    if outcome == Status.TO_COMPLETE and submission.draft and submission.draft.reopened_at:
        put_back(draft=submission.draft, submission=submission, but=questions, at=at)
    if outcome in _DECIDED:
        PreparedOutcome.objects.filter(submission=submission).delete()
    act = _act(submission, SubmissionAct.Kind.OUTCOME, outcome, at, by=by, reason=reason, sentence=dict(sentence or {}), until=until, questions=list(questions))
    tell(submission=submission, purpose="outcome", dedupe=outcome_key(act.pk))
    return act


def mark_of(submission: Submission) -> str:
    """Changes with every act on a file, and with what is held for it."""
    held = PreparedOutcome.objects.filter(submission=submission).values_list("at", flat=True).first()
    return f"{submission.acts.count()} {held.isoformat() if held else ''}".strip()


def check_seen(submission: Submission, seen: str) -> None:
    """What is decided is decided on the file as it was read: nobody undoes a colleague's act, or passes over what she sent since, unknowingly.

    The caller holds the file. ``seen``: its mark when it was read; empty: nobody read it.

    Raises:
        ValidationError: when something was done with it since.
    """
    if seen and seen != mark_of(submission):
        raise ValidationError(_("The file changed since this page was opened: nothing was recorded. Look at it again before you decide."), code="changed")


def _check(submission: Submission, outcome: str, at: dt.datetime, until: dt.datetime | None, questions: Sequence[str]) -> None:
    if submission.call.still_sealed:
        raise ValidationError(_("The files of this call are sealed until the opening session."), code="sealed")
    if outcome not in OUTCOMES:
        raise ValidationError(_("This is not an outcome that can be recorded."), code="unknown_outcome")
    if submission.status in _ENDED:
        raise ValidationError(_("This file was withdrawn or erased: nothing can be recorded on it."), code="ended")
    if outcome == Status.TO_COMPLETE:
        if submission.call.state_at(at) == State.CANCELLED:
            raise ValidationError(_("This call was cancelled."), code="cancelled")
        definition = definition_of(submission.form_version)
        known = {question.key for question in definition.questions()}
        if not set(questions) <= known or definition.met(submission.everything).isdisjoint(questions):  # she would find nothing to change
            raise ValidationError(_("Choose the questions to be completed."), code="questions")
        if until is None or until <= at:
            raise ValidationError(_("Say until when the file may be completed: a moment to come."), code="until")
    elif until or questions:
        raise ValidationError(_("Questions and a date are given only when the file is to be completed."), code="not_to_complete")
    elif submission.status == outcome:
        raise ValidationError(_("The file is already in this state."), code="unchanged")


def locked(submission: Submission, *, beside_twins: bool = False) -> Submission:
    """The file as it stands once nobody else may change it: first its draft, as she who sends it again does.

    ``beside_twins``: other files of the same person will be changed too.
    """
    lock_drafts(Draft.objects.filter(submission=submission.pk))
    if beside_twins:
        hold_counter(call=submission.call_id)
    return Submission.objects.select_for_update(of=("self",), no_key=True).select_related("call", "form_version", "draft").get(pk=submission.pk)


def lock_drafts(drafts: QuerySet[Draft]) -> None:
    """Hold drafts to the end of the transaction, in one order."""
    list(drafts.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def _act(submission: Submission, kind: str, status: str, at: dt.datetime, **values: Any) -> SubmissionAct:
    submission.status = status
    submission.save(update_fields=["status"])
    act = SubmissionAct.objects.create(submission=submission, kind=kind, status=status, at=at, **values)
    record_act(act=f"submission.{kind}", of=submission, by=act.by, at=at, reference=submission.reference, status=str(status), reason=act.reason)
    return act
