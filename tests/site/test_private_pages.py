"""A page that an editor made private is named nowhere: neither its title nor its summary stands in any public list, the page below it neither."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage, StandardPage
from portal.core.generation import next_generation
from portal.core.navigation import page_url
from programmes.models import ProgrammePage, RegionalProgrammePage, ServicePage
from regions.models import RegionPage
from tests.query_counts import warm

pytestmark = pytest.mark.django_db
KINDS = (NewsPage, NoticePage, ProgrammePage, RegionalProgrammePage, ServicePage, StandardPage)


@pytest.fixture
def chosen(site) -> dict[str, Page]:
    """A page of each kind under a title that stands nowhere else, and a piece of news below a region's page."""
    arabic = {"locale__language_code": "ar"}
    home, region = NewsIndexPage.objects.get(**arabic).get_parent(), RegionPage.objects.filter(**arabic, region__code=_region()).get()
    region.add_child(instance=NewsPage(title="خبر الجهة", slug="of-the-region", date="2026-11-01", locale=region.locale))
    notices = NoticeIndexPage.objects.filter(**arabic).first() or home.add_child(instance=NoticeIndexPage(title="إعلانات", slug="ielanat", locale=home.locale))
    notices.add_child(instance=NoticePage(title="إعلان", slug="a-notice", locale=home.locale))
    found = {kind.__name__: kind.objects.filter(**arabic).order_by("-path").first() for kind in KINDS}
    for name, page in found.items():
        page.title, page.summary = f"secret-title-{name}", f"secret-summary-{name}"
        page.save()
    next_generation()
    return found


def _region() -> str:
    return RegionalProgrammePage.objects.filter(locale__language_code="ar").order_by("-path").first().get_parent().specific.region.code


def told(of: dict[str, Page]) -> dict[str, bool]:
    """Which of the pages are named by a page that is not below them. (Links that an editor wrote herself stay: they name her own words.)"""
    cache.clear()
    pages = Page.objects.live().filter(locale__language_code="ar", depth__gte=2).exclude(pk__in=[page.pk for page in of.values()])
    html = "".join(Client().get(page_url(page, "ar")).content.decode() for page in pages)
    return {name: f"secret-title-{name}" in html or f"secret-summary-{name}" in html for name in of}


def test_a_private_page_is_in_no_public_list(chosen) -> None:
    public = told(chosen)
    for page in chosen.values():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    next_generation()
    assert (public, told(chosen)) == (dict.fromkeys(chosen, True), dict.fromkeys(chosen, False))


def test_a_page_below_a_private_one_is_private_too(chosen) -> None:
    news = {"NewsPage": chosen["NewsPage"]}
    PageViewRestriction.objects.create(page=news["NewsPage"].get_parent(), restriction_type=PageViewRestriction.LOGIN)
    next_generation()
    assert told(news) == {"NewsPage": False}


def test_lists_cost_the_same_with_no_private_page_and_with_many(chosen, client) -> None:
    addresses = [page_url(page.get_parent(), "ar") for page in chosen.values()]
    before = [warm(client, address) for address in addresses]
    for page in StandardPage.objects.all():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    next_generation()
    assert [warm(client, address) for address in addresses] == before
