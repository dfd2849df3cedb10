"""“Where do you live?”: each way in, what it shows, and what it costs."""

import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regions.models import Centre, Province, Region
from regions.services import Place, nearest_centres

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages(territory, homes):
    """Every test here needs the territory and the homes of the three languages."""


def heading(response) -> str:
    """The page's one h1, without mark-up."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    assert len(found) == 1
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def queries(client, address: str) -> int:
    """Queries of one visit with an empty cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/ar/where/?q=تيزنيت", "تيزنيت"), ("/fr/where/?q=تيزنيت", "Tiznit"), ("/fr/where/?q=Tiznite", "Tiznit"), ("/ar/where/?q=أڭادير", "أكادير"),
        ("/zgh/where/?q=Tiznit", "تيزنيت"), ("/zgh/where/?region=marrakech-safi", "ⵎⵕⵕⴰⴽⵛ-ⴰⵙⴼⵉ"),
        ("/fr/where/?region=souss-massa", "Souss-Massa"), ("/fr/where/?province=tiznit", "Tiznit"), ("/fr/where/?region=souss-massa&province=tiznit", "Tiznit"),
        ("/fr/where/?region=souss-massa&province=", "Souss-Massa"), ("/fr/where/?commune=09.581.01.07", "Tiznit"),
        # a province left over from the region chosen before: the region counts
        ("/fr/where/?region=oriental&province=tiznit", "Oriental"),
    ],
)  # fmt: skip
def test_the_place_meant(client, address, expected):
    """Typed or chosen, in the reader's language, never transliterated."""
    assert heading(client.get(address)) == expected


@pytest.mark.parametrize("address", ["/ar/where/", "/ar/where/?q=", "/ar/where/?q=%20%20", "/ar/where/?region=&province=", "/ar/where/?other=1"])
def test_nothing_asked_yet(client, address):
    """The question with its two forms, and neither a result nor a reproach."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.context["place"] is None
    assert "matches" not in response.context


def test_several_places_to_choose_from(client):
    """Three Oulad Aissa, told apart by their provinces, each with its own address."""
    response = client.get("/fr/where/?q=Oulad Aissa")
    choices = [(match["query"], str(match["above"])) for match in response.context["matches"]]
    assert sorted(query for query, _above in choices) == ["commune=05.311.07.13", "commune=06.181.05.03", "commune=09.541.04.33"]
    assert len({above for _query, above in choices}) == 3
    assert response.context["guessed"] is False
    for query, _above in choices:
        assert heading(client.get(f"/fr/where/?{query}")) == "Oulad Aissa"


def test_unknown_place_gives_ways_on(client):
    """What she typed is still there, with hints and the other way in."""
    response = client.get("/fr/where/", {"q": "xqzw <b>"})
    assert response.status_code == 200
    assert response.context["matches"] == []
    assert 'value="xqzw &lt;b&gt;"' in response.content.decode()


def test_the_title_says_what_was_asked(client):
    """Tabs and history, as on the page of the search; a place that is known is its own title."""
    titles = [re.findall(r"<title>(.*) – ", client.get(f"/fr/where/{asked}").content.decode())[0] for asked in ("", "?q=xqzw", "?q=Tiznit")]
    assert titles == ["Où habitez-vous\u202f?", "xqzw – Où habitez-vous\u202f?", "Tiznit"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ar/where/?region=nowhere", 404), ("/fr/where/?province=nowhere", 404), ("/zgh/where/?commune=1.2.3", 404), ("/ar/where/?commune=%27", 404),
        ("/ar/where/?q=%00", 400), ("/ar/where/?q=" + "a" * 3000, 400), ("/ar/where/?q=" + "%D8%A3" * 100, 200), ("/ar/where/?q=%FF%FE", 200),
    ],
)  # fmt: skip
def test_bad_input(client, address, status):
    """A clean answer in the reader's language, never a 500."""
    assert client.get(address).status_code == status


def test_only_reading(client):
    """A form posted here by mistake is refused."""
    assert client.post("/ar/where/", {"q": "تيزنيت"}).status_code == 405


def test_nearest_centres_first(client, add_centres):
    """Her commune, then her province, then her region; never another region, never a hidden one."""
    commune = Place.of(Province.objects.get(code="09.581").communes.get(code="09.581.01.07"))
    add_centres(1, province="09.541")
    add_centres(1, province="09.581", commune=None)
    add_centres(1, province="09.581", commune=commune.commune)
    add_centres(1, province="09.581", commune=commune.commune, open_to_public=False)
    add_centres(1, province="01.511")
    assert [(centre.code, centre.nearness) for centre in nearest_centres(commune)] == [("c2", 0), ("c1", 1), ("c0", 2)]
    shown = client.get("/fr/where/?q=Tiznit")
    assert [centre.code for centre in shown.context["centres"]] == ["c2", "c1", "c0"]
    assert shown.context["none_near"] is False
    assert client.get("/fr/where/?province=tata").context["none_near"] is True


def test_telephone_or_the_truth(client, add_centres):
    """A number that can be dialled from the page; without one, it is said that it is missing."""
    add_centres(1, province="09.581", phone="0528000000")
    page = client.get("/fr/where/?province=tiznit").content.decode()
    assert 'href="tel:+212528000000"><bdi dir="ltr">05 28 00 00 00</bdi>' in page
    Centre.objects.update(phone="")
    assert 'href="tel:' not in client.get("/fr/where/?province=tiznit").content.decode()


def test_region_page_is_linked_at_her_province(client, region_page):
    """To her province's part of the page when the page exists; else to what is open in the region."""
    assert client.get("/fr/where/?province=tiznit").context["region_link"] == "/fr/where/?region=souss-massa"
    region_page("souss-massa", "fr").save_revision().publish()
    cache.clear()
    assert client.get("/fr/where/?province=tiznit").context["region_link"] == "/fr/regions/souss-massa/#tiznit"


def test_cost(client, add_centres):
    """At most twenty queries with an empty cache, the same with 3 centres and with 30."""
    add_centres(3, province="09.581")
    addresses = ["/ar/where/", "/ar/where/?q=تيزنيت", "/fr/where/?region=souss-massa", "/fr/where/?q=sidi", "/fr/where/?q=Taroudent", "/fr/where/?q=xqzwk"]
    few = {address: queries(client, address) for address in addresses}
    add_centres(27, province="09.581")
    many = {address: queries(client, address) for address in addresses}
    assert few == many
    assert max(few.values()) <= 20


def test_nothing_typed_is_kept(client, caplog):
    """No log line of ours, no session, no cookie holds it."""
    with caplog.at_level(logging.DEBUG):
        response = client.get("/fr/where/?q=Tiznite")
    assert not response.cookies
    assert [record for record in caplog.records if "Tiznite" in record.getMessage() and not record.name.startswith("django.db")] == []
    assert Region.objects.count() == 12
