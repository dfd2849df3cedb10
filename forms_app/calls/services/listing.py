"""What is asked about calls: lists, sections of other pages, one call, and what is open instead."""

import datetime as dt

from django.db.models import Case, DateTimeField, F, IntegerField, QuerySet, Value, When

from forms_app.calls.models import OPEN_STATES, Call, State
from regions.models import Commune, Region
from regions.services import Place

#: Order of lists: what presses first, what is over last.
_ORDER = (State.CLOSING_SOON, State.OPEN, State.ANNOUNCED, State.UNDER_REVIEW, State.RESULTS_PUBLISHED, State.CLOSED, State.CANCELLED)
#: Cards shown in a section of another page.
IN_A_SECTION = 6


def listed_calls(
    *, at: dt.datetime, state: str = "", kind: str = "", region: Region | None = None, programme: str = "", commune: Commune | None = None
) -> QuerySet[Call]:
    """Public calls as a list shows them, narrowed by what is given, with their territory read in two more queries."""
    calls = Call.objects.public(at)
    if state:
        calls = calls.filter(state__in=OPEN_STATES) if state == State.OPEN else calls.filter(state=state)
    if kind:
        calls = calls.filter(kind=kind)
    if programme:
        calls = calls.filter(programme__code=programme)
    if region:
        calls = calls.in_region(region)
    if commune:
        calls = calls.covering(commune)
    rank = Case(*(When(state=code, then=Value(place)) for place, code in enumerate(_ORDER)), output_field=IntegerField())
    deadline = Case(When(state__in=OPEN_STATES, then=F("closes_at")), output_field=DateTimeField())
    return (
        calls.order_by(rank, deadline.asc(nulls_last=True), F("results_published_at").desc(nulls_last=True), F("opens_at").desc(nulls_last=True), "slug")
        .prefetch_related("regions", "provinces")
    )  # fmt: skip


def current_calls(*, at: dt.datetime, region: Region | None = None, programme: str = "", limit: int = IN_A_SECTION) -> list[Call]:
    """Open and announced calls first, then the latest that are over; cancelled ones are left to the list.

    What a woman with a project can apply for now stands before everything else, as in ``calls_at_place``.
    """
    calls = listed_calls(at=at, region=region, programme=programme).exclude(state=State.CANCELLED)[:limit]
    return sorted(calls, key=lambda call: not (call.kind == Call.Kind.PROJECT_HOLDERS and call.state in OPEN_STATES))


def open_calls_for(*, commune: Commune, at: dt.datetime) -> list[Call]:
    """What somebody living in this commune can apply for now."""
    return list(listed_calls(at=at, state=State.OPEN, commune=commune))


def calls_at_place(*, at: dt.datetime, place: Place, limit: int = IN_A_SECTION) -> list[Call]:
    """Calls open or announced for a place of any level. Named provinces narrow a region down once the province is known.

    Who asks where to go is most often a woman with a project: calls for her come first.
    """
    where = {"commune": place.commune or Commune(province=place.province)} if place.province else {"region": place.region}
    calls = listed_calls(at=at, **where).filter(state__in=[*OPEN_STATES, State.ANNOUNCED])[:limit]
    return sorted(calls, key=lambda call: call.kind != Call.Kind.PROJECT_HOLDERS)


def find_call(*, slug: str, at: dt.datetime) -> Call | None:
    """A public call with everything its page shows, or ``None``."""
    calls = Call.objects.public(at).select_related("programme", "relaunch_of").prefetch_related("regions", "provinces", "relaunches")
    return calls.filter(slug=slug).first()


def open_instead_of(*, call: Call, at: dt.datetime, limit: int = 3) -> list[Call]:
    """Open calls to offer to the readers of a call that is not open: the same kind first."""
    same_kind = Case(When(kind=call.kind, then=Value(0)), default=Value(1), output_field=IntegerField())
    calls = Call.objects.open(at).exclude(pk=call.pk).order_by(same_kind, "closes_at", "slug")
    return list(calls.prefetch_related("regions", "provinces")[:limit])
