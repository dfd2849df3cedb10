"""Outcomes held until the results of a call are published: prepared one by one or from a table, applied once by the publication. Decision 503."""

import datetime as dt
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forms_app.applications.models import Draft, PreparedOutcome, Status, Submission
from forms_app.calls.models import Call
from portal.core.audit import record_act

from .acts import OUTCOMES, check_seen, lock_drafts, locked, record_outcome

#: What can be held: a file is completed before the results, not by them.
HELD = tuple(outcome for outcome in OUTCOMES if outcome != Status.TO_COMPLETE)
_ENDED = (Status.WITHDRAWN, Status.ERASED)


@transaction.atomic
def prepare_outcome(
    *, submission: Submission, outcome: str, by: User, at: dt.datetime, reason: str = "", sentence: Mapping[str, str] | None = None, seen: str = ""
) -> PreparedOutcome:
    """Hold an outcome until the results are published; a second one takes the place of the first. Nobody is told yet.

    The call is locked before the file, as by the publication. ``seen`` is the mark of the file as it was decided on.

    Raises:
        ValidationError: an outcome that cannot be held, a file that was withdrawn or changed since it was seen, results that were published.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=submission.call_id)
    if outcome not in HELD:
        raise ValidationError(_("This outcome cannot be held until the results: record it at once."), code="not_held")
    submission = locked(submission)
    check_seen(submission, seen)
    if submission.status in _ENDED:
        raise ValidationError(_("This file was withdrawn or erased: nothing can be recorded on it."), code="ended")
    if call.results_published_at is not None:
        raise ValidationError(_("The results of this call were published: record the outcome at once."), code="published")
    values = {"status": outcome, "reason": reason, "sentence": dict(sentence or {}), "by": by, "at": at}
    prepared, _created = PreparedOutcome.objects.update_or_create(submission=submission, defaults=values)
    record_act(act="submission.outcome_prepared", of=submission, by=by, at=at, reference=submission.reference, status=str(outcome), reason=reason)
    return prepared


def apply_prepared(*, call: Call, at: dt.datetime) -> int:
    """Record every outcome held for a call, each once, with its one message; how many. The caller holds the call's lock.

    A file withdrawn or erased meanwhile, or already in that state, is left as it is.
    """
    applied = 0
    lock_drafts(Draft.objects.filter(submission__call=call, submission__prepared__isnull=False))  # before any file, as she who sends one again does
    for prepared in PreparedOutcome.objects.filter(submission__call=call).select_related("submission", "by").order_by("submission"):
        file = prepared.submission
        if file.status not in (*_ENDED, prepared.status):
            record_outcome(submission=file, outcome=prepared.status, by=prepared.by, at=at, reason=prepared.reason, sentence=prepared.sentence)
            applied += 1
        prepared.delete()
    return applied
