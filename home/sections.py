"""News on region pages."""

from django.http import HttpRequest
from wagtail.models import Page

from portal.core.sections import register_section
from portal.core.visibility import public

from .models import NewsPage

ON_A_REGION = 4


def news_of_region(page: Page, request: HttpRequest) -> dict | None:
    """The latest news of the page's region in the page's language, or nothing."""
    news = public(NewsPage.objects.all()).filter(region=page.region, locale=page.locale_id).order_by("-date", "-path")[:ON_A_REGION]
    return {"news": [entry.entry(page.language) for entry in news]} if news else None


def register() -> None:
    """Fill the slot of region pages."""
    register_section("regions.RegionPage", "news", provider=news_of_region, template="home/sections/news.html", cache_key="region-news", seconds=600)
