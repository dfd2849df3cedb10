"""The territory and the facts of the regions, loaded once a module; each test's own changes are undone after it."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from regions.loaders.programme import load_facts
from regions.loaders.reference import load_territory
from regions.models import Centre, Province, Region, RegionIndexPage, RegionPage
from tests.made_once import for_the_file


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
