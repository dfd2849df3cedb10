"""The programme's facts as printed: nothing left out, nothing made right by us, nobody named."""

import hashlib
import re

import pytest

from portal.core.formats import format_number
from programmes.models import ProgrammePage
from regions.models import BudgetLine, RegistrationCount

pytestmark = pytest.mark.django_db
LANGUAGES = ("ar", "fr", "zgh")
#: SHA-256 of the names, in small letters, that the old page of Najma prints. They are not republished, here neither.
NAMES = {
    "d42bd64d6ffa1268aff6739b0b3cb36b6fc62f7c321c1b4772be1e59363ee38c",
    "8cb47536ecb630825eaeeaa65712099845e785af62f957452d40e6a890bc60e6",
    "82b34b8380350bf6dab31e3cb6745172091dbc796dd121e1369fc9d918ca2060",
    "c055d12960681bd60ebca2b646a5d8f96b4dbc2f810e6d01b65a6b8374c5b423",
    "aab837ce379cfccabadce0e3fd2d623b3806ca4547486ae140e611fcfb8a941d",
    "bdd2067cc3756c2dd8d37ae4556e6707e5b26bd9f69db8b52c34b0fc82f51799",
    "aa8b661fbb786b0b40529a4b4a4b69d8f16ffb394378c7738d4d7ec01350c808",
    "6c22a97885c3963cea74b7c661315d63507185b181cb50952553df3beaa20a20",
    "c43c032990244c95e395aefb585febde125bf935fde5f2a42d2ce59ee2732fed",
    "17bd7f1cdfe2c572a8f960bfc79867de8acee63cdb7a654e08bb9eb6f9e6e41f",
    "7bbd7558a0ee5d9bb92eb65a8dd22637e02a46b0d0d161933f83bb51e92af5e2",
    "510e61b9fde95479938a1b7c2f84e6d2dc8a1ee6e8dd86a445f2e9db08459f7f",
    "dd3d919f3714dbdd7c709cb0bb18bfa1e51a4fd7ec3049d4a1520a6e7ec6e84a",
    "0549b47df7e243fe3841036dc016fdf8ce851803354c93916c9c68dff6045d3b",
}


def text(site, address: str) -> str:
    """What the reader sees of a page, between its header and its foot."""
    found = next(page for page in site if page.address == address)
    return " ".join(found.soup.main.get_text(" ").split(" ")).replace("\xa0", "\u202f")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_gives_the_two_measures_apart(site, language: str) -> None:
    """Registered and to be supported are different things: both, with their source, never as a share of each other."""
    home = text(site, f"/{language}/")
    assert [number for number in (64677, 36000) if format_number(number, language) not in home] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("number", [64677, 386_000_000, 163_000_000, 166_000_000, 40_500_000, 386])
def test_the_page_of_the_figures_prints_them(site, language: str, number: int) -> None:
    assert format_number(number, language) in text(site, f"/{language}/figures/")


def test_figures_that_cannot_be_are_nowhere(site) -> None:
    """57.6 % does not follow from its own table, and 32 % is no rate of unemployment: not printed until the ministry confirms."""
    wrong = re.compile(r"57[.,]6|(?<![\d.,])32\s?[%٪]|[%٪]\s?32(?![\d.,])")
    assert [page for page in site if wrong.search(page.soup.get_text(" "))] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_printed_sum_that_does_not_add_up_says_so(site, language: str) -> None:
    """The printed amounts stay as they are; the page of the region gives the sum of the parts beside them."""
    gaps = [line for line in BudgetLine.objects.select_related("province__region") if line.gap and line.province]
    assert {line.province.region.slug for line in gaps} == {"beni-mellal-khenifra", "oriental"}
    for line in gaps:
        page = text(site, f"/{language}/regions/{line.province.region.slug}/")
        assert [number for number in (line.total, line.parts, line.ministry) if format_number(number, language) not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_registrations_of_every_region_are_on_its_page(site, language: str) -> None:
    counts = RegistrationCount.objects.select_related("region")
    assert sum(count.women for count in counts) == 64677
    missing = [count for count in counts if format_number(count.women, language) not in text(site, f"/{language}/regions/{count.region.slug}/")]
    assert (len(counts), missing) == (11, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_without_figures_says_that_they_are_not_given(site, language: str) -> None:
    """Laâyoune-Sakia El Hamra: no registrations, no budget line, no agreement; nothing empty, nothing invented."""
    page = next(page for page in site if page.address == f"/{language}/regions/laayoune-sakia-el-hamra/")
    assert len(page.soup.select(".unknown")) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_archived_pages_carry_their_period(site, language: str) -> None:
    archived = ProgrammePage.objects.live().filter(programme__archived=True, locale__language_code=language).select_related("programme")
    assert {page.slug for page in archived} == {"najma", "strategy-4-plus-4"}
    for page in archived:
        found = next(fetched for fetched in site if fetched.page and fetched.page.pk == page.pk)
        head = " ".join(element.get_text(" ") for element in found.soup.select("main .notice--wait, main .title"))
        assert page.programme.period in head
        assert len(found.soup.select("main .notice--wait")) >= 1


def test_nobody_of_the_old_projects_is_named(site) -> None:
    found = set()
    for page in site:
        words = re.findall(r"[a-zà-ÿ]+", page.soup.get_text(" ").lower())
        for length in (2, 3):
            found |= {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}
    assert "entraide nationale" in found
    assert [name for name in found if hashlib.sha256(name.encode()).hexdigest() in NAMES] == []


def test_no_telephone_is_invented(site) -> None:
    """No centre has given its number yet: none is shown, and none is typed into a text."""
    assert [page for page in site if page.soup.select('a[href^="tel:"]')] == []
    assert [page for page in site if re.search(r"\b0[5-8](?:[ .-]?\d{2}){4}\b", page.soup.main.get_text(" ")) and page.kind not in {"track/", "resume/"}] == []


def test_samples_are_marked_as_such(site) -> None:
    """Whoever reads one knows it is an example."""
    marks = {"ar": "[مثال]", "fr": "[Exemple]", "zgh": "[ⴰⵎⴷⵢⴰ]"}
    samples = [page for page in site if page.page and page.page.slug.startswith("sample-")]
    assert len(samples) == 12
    assert [page for page in samples if marks[page.language] not in page.soup.h1.get_text()] == []
