"""The list of calls."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls import words
from forms_app.calls.models import Call, State
from forms_app.calls.services import listed_calls
from portal.core.paging import page_of
from programmes.models import Programme
from regions.models import Region

from .common import above

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
        "breadcrumbs": above(),
    }
    return render(request, "calls/list.html", context)


def _state_chips(chosen: dict[str, str]) -> list[dict]:
    kept = "&".join(f"{name}={value}" for name, value in chosen.items() if value and name != "state")
    chips = [("", _("All"))] + [(state.value, state.label) for state in State if state not in {State.DRAFT, State.CLOSING_SOON}]
    return [
        {"title": label, "url": "?" + "&".join(filter(None, (f"state={value}" if value else "", kept))), "current": chosen["state"] == value}
        for value, label in chips
    ]
