"""Calls on pages of the apps below: home, regions, programmes."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.core.sections import register_section
from regions.models import Region
from regions.services import Place

from .services import calls_at_place, current_calls
from .words import card

#: A deadline may not stay on a page longer than this once it has passed.
SECONDS = 30


def _cards(*, region: Region | None = None, programme: str = "") -> dict | None:
    at = timezone.now()
    calls = current_calls(at=at, region=region, programme=programme)
    if not calls:
        return None
    query = {"region": region.slug if region else "", "programme": programme}
    query_string = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return {"calls": [card(call, at) for call in calls], "all_url": reverse("calls") + (f"?{query_string}" if query_string else "")}


def calls_of_home(page: Page, request: HttpRequest) -> dict | None:
    """The calls of the whole country."""
    return _cards()


def calls_of_region(page: Page, request: HttpRequest) -> dict | None:
    """The calls somebody in this region may answer, and the latest that are over there."""
    return _cards(region=page.region)


def calls_of_programme(page: Page, request: HttpRequest) -> dict | None:
    """The calls of this programme."""
    return _cards(programme=page.programme.code)


def calls_of_regional_programme(page: Page, request: HttpRequest) -> dict | None:
    """The calls of this programme in the region above the page."""
    return _cards(region=page.get_parent().specific.region, programme=page.programme.code)


def calls_of_place(place: Place, request: HttpRequest) -> dict | None:
    """What somebody living there can apply for now or soon; what is over helps nobody who asks where to go."""
    at = timezone.now()
    calls = calls_at_place(at=at, place=place)
    return {"calls": [card(call, at) for call in calls], "all_url": f"{reverse('calls')}?region={place.region.slug}"} if calls else None


def register() -> None:
    """Fill the slot ``calls`` of the four page types that have it, and of the places of ``/where/``."""
    providers = {
        "regions.Place": calls_of_place,
        "home.HomePage": calls_of_home,
        "regions.RegionPage": calls_of_region,
        "programmes.ProgrammePage": calls_of_programme,
        "programmes.RegionalProgrammePage": calls_of_regional_programme,
    }
    for page_type, provider in providers.items():
        template = "calls/section.html" if page_type == "home.HomePage" else "calls/section_inner.html"
        register_section(page_type, "calls", provider=provider, template=template, cache_key=f"calls-{page_type.lower()}", seconds=SECONDS)
