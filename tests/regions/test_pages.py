"""The pages of regions, full and almost empty, and what they cost."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regions.models import BudgetLine, Centre, IncubatorState, Province, RegistrationCount
from regions.models.reading import region_facts, region_links

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _facts(facts):
    """Every test here reads the facts of the guide."""


def visit(client, address: str) -> tuple[str, int]:
    """The page's text and the number of queries, with an empty cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode(), len(captured)


def test_links_of_the_twelve_regions(region_page):
    """Each region with its number and its page, or the way to what is open there while it has none."""
    region_page("souss-massa", "fr")
    cache.clear()
    links = region_links("fr", current="09")
    assert [(link["code"], link["number"]) for link in links] == [(f"{n:02d}", n) for n in range(1, 13)]
    assert [link["url"] for link in links if link["current"]] == ["/fr/regions/souss-massa/"]
    assert links[0]["url"] == "/fr/where/?region=tanger-tetouan-al-hoceima"
    assert [link["current"] for link in region_links("fr")] == [False] * 12


def test_a_full_region(client, region_page):
    """Provinces with their anchors, the budget as printed, the agreement, the registrations."""
    region_page("souss-massa", "fr")
    text, _queries = visit(client, "/fr/regions/souss-massa/")
    for slug in Province.objects.filter(region__code="09").values_list("slug", flat=True):
        assert text.count(f'id="{slug}"') == 1
    assert "22\u202f000\u202f000" in text
    assert "3\u202f771" in text
    assert "29 juin 2022" in text
    assert "notice--wait" not in text  # its printed sums add up


def test_sums_that_do_not_add_up_are_said(client, region_page):
    """Figuig's line in the Oriental: both the printed total and the sum of its parts."""
    region_page("oriental", "fr")
    text, _queries = visit(client, "/fr/regions/oriental/")
    assert text.count("notice--wait") == 1
    assert "10\u202f000\u202f000" in text
    assert "6\u202f000\u202f000" in text


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_good_when_almost_everything_is_missing(client, region_page, language):
    """Laâyoune-Sakia El Hamra has no budget, registrations nor agreement; here it loses its incubator and centres too."""
    Centre.objects.all().delete()
    IncubatorState.objects.all().delete()
    region_page("laayoune-sakia-el-hamra", language)
    text, _queries = visit(client, f"/{language}/regions/laayoune-sakia-el-hamra/")
    assert text.count('class="unknown"') == 4  # incubator, centres, budget, agreements
    assert text.count("<table") == 0
    assert all(f'id="{slug}"' in text for slug in ("laayoune", "boujdour", "tarfaya", "es-semara"))


def test_names_without_tifinagh_keep_their_own_letters(client, region_page):
    """On an Amazigh page a province is named in Arabic, marked as such; an attested region in Tifinagh."""
    region_page("marrakech-safi", "zgh")
    text, _queries = visit(client, "/zgh/regions/marrakech-safi/")
    assert '<bdi lang="ar" dir="rtl">شيشاوة</bdi>' in text
    assert "<h1>ⵎⵕⵕⴰⴽⵛ-ⴰⵙⴼⵉ</h1>" in text


def test_a_correction_is_seen_at_once(client, region_page, django_capture_on_commit_callbacks):
    """Facts are kept in the cache until one of them changes."""
    region = region_page("souss-massa", "fr").region
    assert region_facts(region.pk, "fr")["registrations"].women == 3771
    with django_capture_on_commit_callbacks(execute=True):
        RegistrationCount.objects.get(region=region).delete()
    assert region_facts(region.pk, "fr")["registrations"] is None
    with django_capture_on_commit_callbacks(execute=True):
        line = BudgetLine.objects.get(region=region)
        line.total = 23_000_000
        line.save()
    assert [line.gap for line in region_facts(region.pk, "fr")["budget"]] == [1_000_000]


def test_cost(client, region_page, add_centres):
    """At most twenty queries with an empty cache, eight with a warm one, the same with 3 centres and with 30."""
    region_page("souss-massa", "fr")
    add_centres(3, province="09.581")
    counts = [visit(client, address)[1] for address in ("/fr/regions/", "/fr/regions/souss-massa/")]
    add_centres(27, province="09.581")
    assert [visit(client, address)[1] for address in ("/fr/regions/", "/fr/regions/souss-massa/")] == counts
    assert max(counts) <= 20
    for address in ("/fr/regions/", "/fr/regions/souss-massa/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) <= 8
