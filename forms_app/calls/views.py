"""The list of calls and the page of one call."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.navigation import home_url
from portal.core.paging import page_of
from programmes.models import Programme
from regions.models import Region

from . import words
from .models import OPEN_STATES, Call, State
from .services import find_call, listed_calls, open_instead_of

PER_PAGE = 12
FILTERS = ("state", "kind", "region", "programme")


def call_list(request: HttpRequest) -> HttpResponse:
    """All public calls, what presses first; filters are addresses that can be shared. An unknown value is a 404."""
    at = timezone.now()
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    regions = list(Region.objects.all())
    programmes = list(Programme.objects.filter(archived=False))
    region = next((one for one in regions if one.slug == chosen["region"]), None)
    known = {
        "state": {state.value for state in State} - {State.DRAFT.value},
        "kind": set(Call.Kind.values),
        "region": {one.slug for one in regions},
        "programme": {one.code for one in programmes},
    }
    if any(value and value not in known[name] for name, value in chosen.items()):
        raise Http404
    calls = listed_calls(at=at, state=chosen["state"], kind=chosen["kind"], region=region, programme=chosen["programme"])
    page = page_of(request, calls, PER_PAGE)
    context = {
        "page_obj": page,
        "cards": [words.card(call, at) for call in page.object_list],
        "chosen": chosen,
        "states": _state_chips(chosen),
        "kinds": Call.Kind.choices,
        "regions": regions,
        "programmes": programmes,
        "breadcrumbs": _above(),
    }
    return render(request, "calls/list.html", context)


def call_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: who, how, until when. When it is not open: why, and what is open instead."""
    at = timezone.now()
    call = find_call(slug=slug, at=at)
    if call is None:
        raise Http404
    state = call.state_at(at)
    can_apply = call.accepts(at)
    others = [] if can_apply else open_instead_of(call=call, at=at)
    context = {
        "call": call,
        "state": state,
        "can_apply": can_apply,
        "apply_url": reverse("apply", args=[call.slug]) if can_apply else "",
        "resume_url": reverse("resume") if can_apply else "",
        "deadline": _deadline(call, state, at),
        "why_not": words.why_not_open(call, at),
        "instead": [words.card(other, at) for other in others],
        "where": words.where(call),
        "who": words.lines(call.who),
        "what_next": [{"title": line} for line in words.lines(call.what_next)],
        "facts": words.facts(call),
        "history": words.history(call, at),
        "relaunched_from": call.relaunch_of if call.relaunch_of and call.relaunch_of.state_at(at) != State.DRAFT else None,
        "relaunches": [other for other in call.relaunches.all() if other.state_at(at) != State.DRAFT],
        "breadcrumbs": [*_above(), {"title": _("Calls"), "url": reverse("calls")}],
    }
    return render(request, "calls/detail.html", context)


def _above() -> list[dict]:
    return [{"title": _("Home"), "url": home_url(languages.current())}]


def _state_chips(chosen: dict[str, str]) -> list[dict]:
    kept = "&".join(f"{name}={value}" for name, value in chosen.items() if value and name != "state")
    chips = [("", _("All"))] + [(state.value, state.label) for state in State if state not in {State.DRAFT, State.CLOSING_SOON}]
    return [
        {"title": label, "url": "?" + "&".join(filter(None, (f"state={value}" if value else "", kept))), "current": chosen["state"] == value}
        for value, label in chips
    ]


def _deadline(call: Call, state: State, at: dt.datetime) -> dict | None:
    """The date that heads the page: the last day while open, the first day while announced."""
    if state in OPEN_STATES:
        time = _("at %(time)s, Moroccan time.") % {"time": words.format_time(call.closes_at)}
        return {"label": _("Last day"), "date": words.format_date(call.closes_at), "time": time, "left": words.time_left(call, at)}
    if state == State.ANNOUNCED:
        time = _("at %(time)s, Moroccan time.") % {"time": words.format_time(call.opens_at)}
        return {"label": _("Opens on"), "date": words.format_date(call.opens_at), "time": time, "left": ""}
    return None
