"""The list of calls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from forms_app.calls import words
from forms_app.calls.models import Call, State
from forms_app.calls.services.listing import ListedCalls, count_by_state
from portal.core.formats import format_date, format_number
from portal.core.page_cache import public_page
from portal.core.paging import page_of

from .common import above
from .filters import CLOSING_DAYS, NAMES, Filters, choices, read_filters

PER_PAGE = 12
#: Greater numbers beside a filter tell nobody more, and make the line jump.
_MOST_SHOWN = 999
#: ``open`` counts those closing soon too, so they have no chip of their own.
_CHIPS = (State.OPEN, State.ANNOUNCED, State.UNDER_REVIEW, State.RESULTS_PUBLISHED, State.CLOSED, State.CANCELLED)


@public_page(*NAMES, "page")
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """All public calls, what presses first; filters are addresses that can be shared. An unknown value is a 404."""
    at = timezone.now()
    chosen = read_filters(request, at)
    counts = count_by_state(at=at, **chosen.narrowing)
    calls = ListedCalls(at=at, counts=counts, state=chosen.state, **chosen.narrowing)
    page = page_of(request, calls, PER_PAGE)
    regions, programmes = choices(chosen.programme)
    context = {
        "page_obj": page,
        "cards": [words.card(call, at) for call in page.object_list],
        "total": ngettext("%(count)s call", "%(count)s calls", len(calls)) % {"count": format_number(len(calls))},
        "chosen": chosen,
        "states": _state_chips(chosen, counts),
        "applied": _applied(chosen),
        "kinds": Call.Kind.choices,
        "regions": regions,
        "programmes": programmes,
        "closings": [(value, _within(int(value))) for value in CLOSING_DAYS],
        "feeds": feeds(chosen),
        "follow_query": chosen.query(state="", closing=""),
        "breadcrumbs": above(),
    }
    return render(request, "calls/list.html", context)


def feeds(chosen: Filters) -> list[dict]:
    """The same calls for programs: name, address, media type."""
    query = chosen.query()
    kinds = (
        ("call_feed", _("News feed (Atom)"), "application/atom+xml", "news"),
        ("calls_calendar", _("Calendar (iCalendar)"), "text/calendar", "calendar"),
        ("calls_json", _("Data (JSON Feed)"), "application/feed+json", "doc"),
    )
    return [{"title": title, "url": reverse(name) + (f"?{query}" if query else ""), "type": media, "icon": icon} for name, title, media, icon in kinds]


def _within(days: int) -> str:
    return ngettext("Within %(count)d day", "Within %(count)d days", days) % {"count": days}


def _state_chips(chosen: Filters, counts: dict[State, int]) -> list[dict]:
    every = {"title": _("All"), "url": f"?{chosen.query(state='')}", "current": not chosen.state, "count": _shown_count(sum(counts[state] for state in _CHIPS))}
    return [every] + [
        {"title": state.label, "url": f"?{chosen.query(state=state.value)}", "current": _current(chosen.state, state), "count": _shown_count(counts[state])}
        for state in _CHIPS
    ]


def _current(chosen: str, state: State) -> bool:
    return chosen == state or (state == State.OPEN and chosen == State.CLOSING_SOON)


def _shown_count(number: int) -> str:
    return format_number(number) if number <= _MOST_SHOWN else f"{format_number(_MOST_SHOWN)}+"


def _applied(chosen: Filters) -> list[dict]:
    """Each filter in words, with the address of the list without it."""
    values = {
        "kind": Call.Kind(chosen.kind).label if chosen.kind else "",
        "region": chosen.region.name if chosen.region else "",
        "programme": (chosen.programme.short_name or chosen.programme.name) if chosen.programme else "",
        "closing": _closing_words(chosen),
    }
    return [{"title": value, "url": f"?{chosen.query(**{name: ''})}"} for name, value in values.items() if value]


def _closing_words(chosen: Filters) -> str:
    if chosen.closing in CLOSING_DAYS:
        return _("Closes: %(when)s") % {"when": _within(int(chosen.closing))}
    return _("Closes by %(date)s") % {"date": format_date(chosen.closes_by)} if chosen.closes_by else ""
