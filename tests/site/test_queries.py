"""The bars: 20 queries with every cache empty, 8 with fragments warm; lists cost the same with 3 entries and with 30."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Page

from forms_app.calls.models import Call, CallAct, CallVersion
from home.models import HomePage, NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage, StandardPage
from programmes.models import ProgrammeIndexPage, ProgrammePage, ServiceIndexPage, ServicePage
from regions.models import Centre, Region
from tests.query_counts import COLD, WARM, cold, warm

from .conftest import VIEWS, our_page_types

#: Every page type is measured; a new one is added here, so that nobody forgets its bar.
MEASURED = (
    *("HomePage", "StandardPage", "QuestionsPage", "ContactPage", "SiteMapPage", "NewsIndexPage", "NewsPage", "NoticeIndexPage", "NoticePage"),
    *("ProgrammeIndexPage", "ProgrammePage", "RegionalProgrammePage", "ServiceIndexPage", "ServicePage", "RegionIndexPage", "RegionPage"),
)
FEW, MANY = 3, 30

pytestmark = pytest.mark.django_db


def test_no_page_type_is_without_a_query_test() -> None:
    assert sorted(MEASURED) == sorted(model.__name__ for model in our_page_types())


@pytest.mark.parametrize("kind", [*MEASURED, *VIEWS])
def test_an_answer_stays_within_the_bars(site, client, kind: str, record_property) -> None:
    """Every page of the type, in every language. The dearest is recorded in the report (``--junit-xml``)."""
    found = {page.address: (cold(client, page.address), warm(client, page.address)) for page in site if page.kind == kind}
    record_property("dearest", [max(counts) for counts in zip(*found.values(), strict=True)])
    assert {address: counts for address, counts in found.items() if counts[0] > COLD or counts[1] > WARM} == {}
    assert len(found) >= 3


# Lists ---------------------------------------------------------------------------------


def below(parent: Page, model: type[Page], number: int, **fields: object) -> None:
    """That many live pages below a page, and no other of their type."""
    for old in model.objects.child_of(parent):
        old.delete()
    parent.refresh_from_db()
    for position in range(number):
        slug = f"entry-{position}"
        parent.add_child(instance=model(title=f"خبر {position}", slug=slug, summary="ملخص", locale=parent.locale, **fields))


def index(model: type[Page]) -> Page:
    return model.objects.get(locale__language_code="ar")


def make_news(number: int) -> str:
    below(index(NewsIndexPage), NewsPage, number, date=dt.date(2026, 1, 1), region=Region.objects.first())
    return "/ar/news/"


def make_news_of_home(number: int) -> str:
    make_news(number)
    return "/ar/"


def make_news_of_region(number: int) -> str:
    make_news(number)
    return f"/ar/regions/{Region.objects.first().slug}/"


def make_notices(number: int) -> str:
    below(index(NoticeIndexPage), NoticePage, number, deadline=timezone.now(), region=Region.objects.first())
    return "/ar/notices/"


def make_programmes(number: int) -> str:
    below(index(ProgrammeIndexPage), ProgrammePage, number, programme=ProgrammePage.objects.first().programme)
    return "/ar/programmes/"


def make_services(number: int) -> str:
    below(index(ServiceIndexPage), ServicePage, number)
    return "/ar/services/"


def make_site_map(number: int) -> str:
    below(index(HomePage), StandardPage, number)
    return "/ar/site-map/"


def make_results(number: int) -> str:
    home = index(HomePage)
    for position in range(number):
        home.add_child(instance=StandardPage(title=f"كلمةفريدة {position}", slug=f"found-{number}-{position}", locale=home.locale))
    return "/ar/search/?q=كلمةفريدة"


def make_calls(number: int) -> str:
    Call.objects.update(relaunch_of=None)
    for left in (CallAct, CallVersion):
        left.objects.exclude(call__slug="registration-sample").delete()
    Call.objects.exclude(slug="registration-sample").delete()
    model, regions = Call.objects.get(), list(Region.objects.all()[:2])
    for position in range(number - 1):
        model.pk, model.number, model.slug = None, None, f"call-{position}"
        model._state.adding = True
        model.save()
        model.regions.set(regions)
    return "/ar/calls/"


def make_calls_of_home(number: int) -> str:
    make_calls(number)
    return "/ar/"


def make_calls_of_region(number: int) -> str:
    make_calls(number)
    return f"/ar/regions/{Region.objects.first().slug}/"


def make_centres(number: int) -> str:
    region = Region.objects.get(slug="souss-massa")
    Centre.objects.filter(region=region).delete()
    province = region.provinces.first()
    for position in range(number):
        name = {"ar": f"مركز {position}", "fr": f"Centre {position}"}
        Centre.objects.create(code=f"c-{position}", kind="social", name=name, region=region, province=province, commune=province.communes.first())
    return "/ar/regions/souss-massa/"


def make_centres_near(number: int) -> str:
    make_centres(number)
    return "/ar/where/?region=souss-massa"


@pytest.mark.parametrize(
    "make",
    [
        *(make_news, make_news_of_home, make_news_of_region, make_notices, make_programmes, make_services, make_site_map, make_results),
        *(make_calls, make_calls_of_home, make_calls_of_region, make_centres, make_centres_near),
    ],
    ids=lambda make: make.__name__.removeprefix("make_"),
)
def test_a_list_costs_the_same_with_few_and_with_many(client, make, django_capture_on_commit_callbacks) -> None:
    found = {}
    for number in (FEW, MANY):
        address = make(number)
        client.get(address)  # what a process reads once in its life (names of places) is no cost of the list
        found[number] = (cold(client, address), warm(client, address))
    assert found[FEW] == found[MANY]
