"""How long applications are kept: rules for :mod:`portal.core.retention`. Decision 722."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from forms_app.applications.models import Draft, Erasure, Export, Opening, Status, Submission, SubmissionAct, TrackingCode
from forms_app.applications.sealed import without_messages_of
from forms_app.applications.services import erasures
from forms_app.applications.services.erasing import erase_file, expire_drafts
from forms_app.applications.services.reminders import over
from forms_app.calls.models import Call, State
from forms_app.calls.models.state import OPEN_STATES
from portal.core.models import OutboxMessage
from portal.core.outbox import empty_old, forget_messages, still_addressed
from portal.core.retention import Due, due_among, register_retention

#: Files erased between two questions to the database; each in a transaction of its own.
_BATCH = 200
_DELETED_AT_ONCE = 1000
#: Periods of files, by the state in which a file came to rest.
FILES: dict[str, Sequence[str]] = {
    "files_withdrawn": (Status.WITHDRAWN,),
    "files_not_selected": (Status.NOT_SELECTED,),
    "files_not_retained": (Status.PRESELECTED, Status.WAITING_LIST),
    "files_undecided": (Status.RECEIVED, Status.TO_COMPLETE, Status.UNDER_REVIEW),
    "files_selected": (Status.SELECTED,),
}
_RUNNING = (State.DRAFT, State.ANNOUNCED, *OPEN_STATES)


def _before(name: str, at: dt.datetime) -> dt.datetime:
    """What was over by then is over its period now. A period of so many days ends at the minute at which it began."""
    return at - dt.timedelta(days=settings.RETENTION_DAYS[name])


def ended(*, by: dt.datetime, at: dt.datetime) -> Iterator[Call]:
    """Calls that were over by a moment: closed, cancelled or with their results, whichever came last. None that is open, or sealed and to be opened."""
    calls = Call.objects.with_state(at).exclude(Q(state__in=_RUNNING)).exclude(pk__in=Call.objects.to_be_opened().values("pk"))
    for call in calls.filter(Q(reference_counter__isnull=False) | Q(sealed=True)):
        moments = [moment for moment in (call.closes_at, call.cancelled_at, call.results_published_at) if moment]
        if moments and max(moments) <= by:
            yield call


def files_over(name: str, *, call: Call, at: dt.datetime) -> QuerySet[Submission]:
    """Files of a call that is over, in the states of a rule, with which nothing was done since then."""
    lately = SubmissionAct.objects.filter(submission=OuterRef("pk"), at__gt=_before(name, at))
    return Submission.objects.filter(call=call, status__in=FILES[name]).filter(~Exists(lately))


def _files_due(name: str) -> Callable[[dt.datetime], Due]:
    def due(at: dt.datetime) -> Due:
        found = (due_among(files_over(name, call=call, at=at), moment="submitted_at") for call in ended(by=_before(name, at), at=at))
        return sum(found, Due())

    return due


def _erase_files(name: str) -> Callable[[dt.datetime], int]:
    def erase(at: dt.datetime) -> int:
        done = 0
        for call in ended(by=_before(name, at), at=at):
            files = files_over(name, call=call, at=at).order_by("pk")
            last = files.aggregate(first=Min("pk"))["first"]
            while last is not None:
                batch = list(files.filter(pk__gte=last).only("pk", "status", "call")[:_BATCH])
                done += sum(erase_file(submission=file, reason=Erasure.Reason.RETENTION, at=at, among=files) for file in batch)
                last = batch[-1].pk + 1 if len(batch) == _BATCH else None
        return done

    return erase


def _drafts(at: dt.datetime) -> QuerySet[Draft]:
    """Those of sealed calls go too, by ``expire_drafts``; nobody counts them while the call is to be opened."""
    return over(at=at).exclude(call__in=Call.objects.to_be_opened())


def _openings(at: dt.datetime) -> QuerySet[Opening]:
    return Opening.objects.filter(at__lte=_before("openings", at)).exclude(submission__call__in=Call.objects.to_be_opened())


def _exports(at: dt.datetime) -> QuerySet[Export]:
    return Export.objects.filter(asked_at__lte=_before("exports", at), path="")


def _codes(at: dt.datetime) -> QuerySet[TrackingCode]:
    return TrackingCode.objects.filter(made_at__lte=_before("codes", at)).exclude(submission__call__in=Call.objects.to_be_opened())


def _let_go(rows: QuerySet) -> int:
    """Delete rows, a thousand to a transaction."""
    done = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_DELETED_AT_ONCE]):
        rows.model.objects.filter(pk__in=keys).delete()
        done += len(keys)
    return done


def _addressed(at: dt.datetime) -> QuerySet[OutboxMessage]:
    """Without those of sealed calls that are to be opened, which nobody counts."""
    return without_messages_of(Call.objects.to_be_opened(), still_addressed(before=_before("outbox", at)))


def _forget_recipients(at: dt.datetime) -> int:
    done = 0
    while keys := list(_addressed(at).order_by().values_list("pk", flat=True)[:_DELETED_AT_ONCE]):
        done += forget_messages(messages=OutboxMessage.objects.filter(pk__in=keys))
    empty_old(at=at)
    return done


def register() -> None:
    """Called when the app is ready."""
    for name in FILES:
        register_retention(name, due=_files_due(name), apply=_erase_files(name), held=lambda: not settings.RETENTION_CONFIRMED)
    register_retention("drafts", due=lambda at: due_among(_drafts(at), moment="created_at"), apply=lambda at: expire_drafts(at=at, among=_drafts(at)))
    for name, rows, moment in (("openings", _openings, "at"), ("exports", _exports, "asked_at"), ("codes", _codes, "made_at")):
        register_retention(
            name,
            due=lambda at, rows=rows, moment=moment: due_among(rows(at), moment=moment),  # type: ignore[misc]  # mypy knows no lambda with a default
            apply=lambda at, rows=rows: _let_go(rows(at)),  # type: ignore[misc]  # the same
        )
    register_retention("outbox", due=lambda at: due_among(_addressed(at), moment="created_at"), apply=_forget_recipients)
    register_retention("erasures", due=_unfinished, apply=lambda _at: erasures.finish())


def _unfinished(_at: dt.datetime) -> Due:
    """Erasures whose line or bytes were left behind by a process that died."""
    left = Erasure.objects.filter(listed_at=None) | Erasure.objects.exclude(places="")
    return due_among(left, moment="at")
