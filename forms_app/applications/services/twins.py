"""Files of one person in one call: all are kept, and flagged for the staff as long as there are several that count. Decision 440."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from forms_app.applications.codes import person_keys
from forms_app.applications.models import ReferenceCounter, Status, Submission
from forms_app.applications.standard_columns import RECEIPT, identity_among, name_key

_HERS = frozenset({"", "mine"})


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


def has_sent(*, call: int, given: Mapping[str, object]) -> bool:
    """Whether whoever gave these answers (by standard field) has sent a file of the call that counts: for a draft she has lost and began anew.

    By the number of the card or company, or of a receipt with the body's name; where one of the two has none, by telephone or e-mail and
    name. Women of one family share a telephone: where a name is missing too, both must have said that it is their own. In doubt it is
    somebody else.
    """
    number = identity_among(given)
    keys = person_keys(number) if number else []
    name = name_key(given.get("full_name"))
    same = files_of(call=call, keys=keys, but=0)
    if keys and (same.filter(name_key=name) if number.startswith(RECEIPT) else same).exists():
        return True
    reached = [Q(**{name: given[name]}) for name in ("phone", "email") if given.get(name)]
    if not reached:
        return False
    owner = given.get("phone_owner") or ""
    near = Submission.objects.filter(reached[0] | reached[-1], call=call).exclude(status__in=[Status.WITHDRAWN, Status.ERASED])
    return any(
        not (keys and file.person_key) and (name == file.name_key if name and file.name_key else {owner, file.phone_owner} <= _HERS)
        for file in near.only("person_key", "name_key", "phone_owner")
    )
