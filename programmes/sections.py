"""What programmes show on pages of other apps: on a region's page, the programmes that have a page there."""

from django.http import HttpRequest
from wagtail.models import Page

from portal.core.navigation import page_url
from portal.core.sections import register_section
from portal.core.visibility import public

from .models import RegionalProgrammePage


def programmes_of_region(page: Page, request: HttpRequest) -> dict | None:
    """The regional programme pages below a region page, or nothing."""
    children = public(RegionalProgrammePage.objects.child_of(page)).order_by("path")
    cards = [{"title": child.title, "summary": child.summary, "url": page_url(child, page.language)} for child in children]
    return {"cards": cards} if cards else None


def register() -> None:
    """Fill the slot of region pages."""
    register_section(
        "regions.RegionPage",
        "programmes",
        provider=programmes_of_region,
        template="programmes/sections/regional.html",
        cache_key="region-programmes",
        seconds=600,
    )
