"""What the feeds read: acts, dates, records. They take the filters of the list."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Prefetch, Q, QuerySet

from forms_app.calls.models import Call, CallAct
from forms_app.calls.models.state import CLOSING_MINUTE, CLOSING_SOON

from .listing import listed_calls

#: Entries of the Atom feed: readers ask every hour or every day, never for last year.
MOST_ACTS = 50
#: Calls of one calendar, and how long a date stays in it once it has passed.
MOST_DATED = 200
_KEPT = dt.timedelta(days=180)
#: Records on one page of the JSON feed.
PER_PAGE = 100


def latest_acts(*, at: dt.datetime, **filters: Any) -> list[CallAct]:
    """The newest acts on the calls of these filters, with their calls."""
    calls = listed_calls(at=at, **filters).order_by().values("pk")
    acts = CallAct.objects.filter(call__in=calls, kind__in=CallAct.SHOWN, at__lte=at).order_by("-at", "-pk")
    acts = acts.select_related("call", "version").defer("version__content").prefetch_related("call__regions", "call__provinces")
    return list(acts[:MOST_ACTS])


def dated_calls(*, at: dt.datetime, **filters: Any) -> list[Call]:
    """The calls of these filters that still say something in a calendar, with their acts."""
    return list(_with_acts(listed_calls(at=at, **filters).filter(closes_at__gt=at - _KEPT), at)[:MOST_DATED])


def described_calls(*, at: dt.datetime, **filters: Any) -> QuerySet[Call]:
    """The calls of these filters with all that a record tells."""
    return _with_acts(listed_calls(at=at, **filters).defer(None), at).select_related("programme", "relaunch_of")


def last_change(*, at: dt.datetime) -> dt.datetime | None:
    """When a call last changed, by an act or by the clock: nothing public of any call is younger. One query, whatever the filters."""
    moments = {name: Max(name, filter=Q(**{f"{name}__lte": at})) for name in ("published_at", "opens_at", "cancelled_at", "results_published_at")}
    moments["review"] = Max("review_started_at", filter=Q(review_started_at__lte=at))
    moments["act"] = Max("acts__at", filter=Q(acts__at__lte=at))
    moments["closed"] = Max(F("closes_at") + CLOSING_MINUTE, filter=Q(closes_at__lte=at - CLOSING_MINUTE))
    moments["soon"] = Max(F("closes_at") - CLOSING_SOON, filter=Q(closes_at__lte=at + CLOSING_SOON))
    return max(filter(None, Call.objects.aggregate(**moments).values()), default=None)


def _with_acts(calls: QuerySet[Call], at: dt.datetime) -> QuerySet[Call]:
    acts = CallAct.objects.filter(kind__in=CallAct.SHOWN, at__lte=at).order_by("at", "pk")
    return calls.prefetch_related(Prefetch("acts", queryset=acts, to_attr="shown_acts"))  # type: ignore[no-redef]  # declared on Call, a clash to the plugin
