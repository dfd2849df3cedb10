"""The territory and the facts of the regions, loaded once a module; each test's own changes are undone after it."""

import copy
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from portal.core import languages
from regions.loaders.programme import load_facts
from regions.loaders.reference import load_territory
from regions.models import Centre, Province, Region, RegionIndexPage, RegionPage
from tests.made_once import for_the_file

KEY = uuid.UUID("7f5b8a52-64b5-4f0c-8d0e-0c6f3a1f9d10")


def quiet(line: str) -> None:
    """A report nobody reads."""


@pytest.fixture(scope="module")
def territory(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Regions, provinces, communes, arrondissements and their spellings, and nothing else."""
    with for_the_file(django_db_blocker):
        load_territory(report=quiet, reset=False)
        yield


@pytest.fixture(scope="module")
def facts(territory, django_db_blocker) -> Iterator[None]:
    """The territory, and what the guide prints about each region."""
    with django_db_blocker.unblock():
        load_facts(report=quiet, reset=False)
        cache.clear()
        yield


@pytest.fixture(scope="module")
def made_homes(django_db_setup, django_db_blocker) -> Iterator[dict[str, HomePage]]:
    """A live home in each language below the root, Arabic being the original."""
    with for_the_file(django_db_blocker):
        yield _make_homes()


@pytest.fixture
def homes(made_homes, db) -> dict[str, HomePage]:
    """The same, a test's own."""
    return copy.deepcopy(made_homes)


def _make_homes() -> dict[str, HomePage]:
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.codes()}
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    homes = {}
    for code in languages.codes():
        above = Page.objects.get(pk=root.pk)
        homes[code] = above.add_child(instance=HomePage(title=code, slug=f"home-{code}", hero_title_1=code, locale=locales[code], translation_key=KEY))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": homes["ar"]})
    return homes


@pytest.fixture
def region_page(homes) -> Callable[[str, str], RegionPage]:
    """``region_page("souss-massa", "fr")``: the live page of a region, below the index of its language."""

    def make(slug: str, language: str = "ar") -> RegionPage:
        home = homes[language]
        index = RegionIndexPage.objects.filter(locale=home.locale).first()
        if index is None:
            index = home.add_child(instance=RegionIndexPage(title="regions", slug="regions", locale=home.locale))
        region = Region.objects.get(slug=slug)
        return index.add_child(instance=RegionPage(title=region.name.choose(language)[0], slug=slug, region=region, locale=home.locale))

    return make


@pytest.fixture
def add_centres() -> Callable[..., list[Centre]]:
    """``add_centres(3, province="09.581")``: as many centres, with or without a telephone."""

    def add(number: int, *, province: str, phone: str = "0528000000", **fields: object) -> list[Centre]:
        place = Province.objects.get(code=province)
        start = Centre.objects.count()
        rows = [
            Centre(
                **(
                    {"code": f"c{start + n}", "kind": Centre.Kind.SOCIAL, "name": {"ar": f"مركز {start + n}", "fr": f"Centre {start + n}"}}
                    | {"region": place.region, "province": place, "commune": place.communes.first(), "phone": phone}
                    | fields
                )
            )
            for n in range(number)
        ]
        return Centre.objects.bulk_create(rows)

    return add
