"""Files of one person in one call: all are kept, and flagged for the staff as long as there are several that count. Decision 440."""

from collections.abc import Iterable

from django.db.models import QuerySet

from forms_app.applications.models import ReferenceCounter, Status, Submission


def hold_counter(*, call: int) -> None:
    """Wait for whoever sends a file to this call, before any file is locked: both look for files of one person."""
    list(ReferenceCounter.objects.select_for_update().filter(call=call))


def files_of(*, call: int, keys: Iterable[str], but: int) -> QuerySet[Submission]:
    """Files of a person that count, without the one of that key."""
    return Submission.objects.filter(call=call, person_key__in=list(keys)).exclude(pk=but).exclude(status__in=[Status.WITHDRAWN, Status.ERASED])


def leave_alone(*, submission: Submission) -> None:
    """A file no longer counts under its number: one left alone with it is no duplicate any more. The caller holds the call's counter."""
    if not submission.person_key:
        return
    left = list(files_of(call=submission.call_id, keys=[submission.person_key], but=submission.pk).values_list("pk", flat=True)[:2])
    if len(left) == 1:
        Submission.objects.filter(pk__in=left).update(possible_duplicate=False)
