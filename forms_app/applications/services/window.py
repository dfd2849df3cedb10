"""Until when a file may be sent, corrected or completed: the one place that decides."""

import datetime as dt

from forms_app.applications.models import Draft, Status, Submission
from forms_app.calls.models import Call, State
from forms_app.calls.models.state import CLOSING_MINUTE
from portal.core.upstream.prepared import Prepared

#: Its state is worked out from what was read: compiling the same rules into the query cost 2 ms.
_CALLED = Prepared(lambda slug: Call.objects.filter(slug=slug).order_by(), like="-like-")


def call_shown(*, slug: str, at: dt.datetime) -> Call | None:
    """The call of an address, if visitors may see it at that moment."""
    call = _CALLED.first(slug[:80])
    return call if call and call.state_at(at) != State.DRAFT else None


def may_send(*, draft: Draft, submission: Submission | None, at: dt.datetime) -> bool:
    """Whether this draft may be filled in and sent at that moment."""
    if submission is None:
        return draft.call.takes_files(at)
    return may_correct(submission=submission, at=at)


def may_correct(*, submission: Submission, at: dt.datetime) -> bool:
    """Whether what was sent may be sent again: while the call is open, or while she was asked to complete it; never once it is cancelled."""
    if submission.call.state_at(at) == State.CANCELLED:
        return False
    if submission.status == Status.TO_COMPLETE:
        until = completed_until(submission=submission)
        return until is not None and at < until + CLOSING_MINUTE
    return submission.status == Status.RECEIVED and submission.call.accepts(at)


def completed_until(*, submission: Submission) -> dt.datetime | None:
    """The last minute in which a file to be completed may be: the one she was given, and never before the call closes for all."""
    return max(filter(None, (submission.completion.until, submission.call.closes_at)), default=None)


def may_send_until(*, call: Call, submission: Submission | None) -> dt.datetime | None:
    """The last minute in which a file of this call may be sent, corrected or completed, as readers are told it."""
    if submission is not None and submission.status == Status.TO_COMPLETE:
        return completed_until(submission=submission)
    return call.closes_at


def may_withdraw(*, submission: Submission) -> bool:
    """Whether it may still be withdrawn: until a decision was taken on it."""
    return submission.status in {Status.RECEIVED, Status.TO_COMPLETE, Status.UNDER_REVIEW}


def may_erase(*, submission: Submission) -> bool:
    """Whether she may erase it herself: once she has withdrawn it. Two steps, so that nobody loses a file by one press of a button."""
    return submission.status == Status.WITHDRAWN
