"""What is asked about calls: lists, sections of other pages, one call, and what is open instead."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, IntegerField, Prefetch, QuerySet, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce

from forms_app.calls.models import AHEAD_STATES, OPEN_STATES, Call, CallQuerySet, State
from forms_app.calls.models.state import by_state, published, state_expression, surely
from portal.core.days import within_days
from regions.models import Commune, Region
from regions.services import Place

#: Order of lists: what presses first, what is over last.
_ORDER = (State.CLOSING_SOON, State.OPEN, State.ANNOUNCED, State.UNDER_REVIEW, State.RESULTS_PUBLISHED, State.CLOSED, State.CANCELLED)
_LATEST_FIRST = (Coalesce("results_published_at", "closes_at", "opens_at").desc(nulls_last=True),)
#: Order inside a state; what is over comes latest first.
_WITHIN = {State.CLOSING_SOON: ("closes_at",), State.OPEN: ("closes_at",), State.ANNOUNCED: ("opens_at",)}
#: What a card does not show: most of a row.
_LONG_TEXTS = ("summary", "who", "target", "contact", "what_next", "appeal", "cancel_reason", "source")
#: So many calls are ordered whole in less time than a question for each state takes.
_SHORT = 500
#: Where, without the outlines of the map.
_PLACES = (Prefetch("regions", Region.objects.defer("map_path")), "provinces")
#: Cards shown in a section of another page.
IN_A_SECTION = 6


def listed_calls(
    *,
    at: dt.datetime,
    state: str = "",
    kind: str = "",
    region: Region | None = None,
    programme: str = "",
    closes_by: dt.date | None = None,
    commune: Commune | None = None,
) -> CallQuerySet:
    """Public calls as a list shows them, narrowed by what is given, with their territory read in two more queries.

    ``closes_by``: the calls one can still answer, or soon can, whose last day is not after that date.
    """
    calls = _narrowed(Call.objects.with_state(at), at=at, kind=kind, region=region, programme=programme, closes_by=closes_by, commune=commune)
    if state:
        calls = calls.filter(state__in=OPEN_STATES) if state == State.OPEN else calls.filter(state=state)
    rank = by_state(at, {code: Value(place) for place, code in enumerate(_ORDER)}, IntegerField())
    ahead = by_state(at, dict.fromkeys(OPEN_STATES, F("closes_at")) | {State.ANNOUNCED: F("opens_at")}, DateTimeField())
    calls = calls.order_by(rank, ahead.asc(nulls_last=True), *_LATEST_FIRST, "slug")
    return calls.defer(*_LONG_TEXTS).prefetch_related(*_PLACES)


class ListedCalls(Sequence[Call]):
    """The same list in pages. In a long one the counts by state tell which states a page reaches: only those are asked for, each along its own index."""

    def __init__(self, *, at: dt.datetime, counts: Mapping[State, int], state: str = "", **filters: Any) -> None:
        self._at, self._state, self._filters = at, state, filters
        wanted: tuple[State, ...] = _ORDER if not state else OPEN_STATES if state == State.OPEN else (State(state),)
        soon = {State.OPEN: counts[State.OPEN] - counts[State.CLOSING_SOON]}
        self._parts = [(code, soon.get(code, counts[code])) for code in _ORDER if code in wanted]

    def __len__(self) -> int:
        return sum(number for _code, number in self._parts)

    def __getitem__(self, wanted: slice) -> list[Call]:  # type: ignore[override]  # a paginator asks for slices only
        """The calls of a slice, with their territory."""
        start, stop = wanted.start or 0, len(self) if wanted.stop is None else wanted.stop
        if len(self) <= _SHORT:
            return list(listed_calls(at=self._at, state=self._state, **self._filters)[start:stop])
        found: list[Call] = []
        for code, number in self._parts:
            if number and start < number and stop > 0:
                found += self._in_state(code)[max(start, 0) : min(stop, number)]
            start, stop = start - number, stop - number
        prefetch_related_objects(found, *_PLACES)
        return found

    def _in_state(self, code: State) -> QuerySet[Call]:
        calls = _narrowed(Call.objects.alias(state=state_expression(self._at)), at=self._at, **self._filters).defer(*_LONG_TEXTS)
        return calls.filter(surely(code, self._at), state=code).order_by(*_WITHIN.get(code, _LATEST_FIRST), "slug")


def count_by_state(*, at: dt.datetime, kind: str = "", region: Region | None = None, programme: str = "", closes_by: dt.date | None = None) -> dict[State, int]:
    """How many calls of each state there are under these filters: one pass over the table. ``OPEN`` counts those closing soon too."""
    calls = _narrowed(Call.objects.with_state(at), at=at, kind=kind, region=region, programme=programme, closes_by=closes_by)
    found = {State(code): number for code, number in calls.order_by().values_list("state").annotate(number=Count("pk"))}
    counts = {state: found.get(state, 0) for state in _ORDER}
    return counts | {State.OPEN: counts[State.OPEN] + counts[State.CLOSING_SOON]}


def _narrowed(
    calls: CallQuerySet,
    *,
    at: dt.datetime,
    kind: str = "",
    region: Region | None = None,
    programme: str = "",
    closes_by: dt.date | None = None,
    commune: Commune | None = None,
) -> CallQuerySet:
    """``calls``: with their state, annotated or as an alias."""
    calls = calls.filter(published(at))
    if kind:
        calls = calls.filter(kind=kind)
    if programme:
        calls = calls.filter(programme__code=programme)
    if region:
        calls = calls.in_region(region)
    if closes_by:
        calls = within_days(calls.filter(state__in=AHEAD_STATES), moment="closes_at", since=None, until=closes_by)
    if commune:
        calls = calls.covering(commune)
    return calls


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
    calls = listed_calls(at=at, **where).filter(state__in=AHEAD_STATES)[:limit]
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
