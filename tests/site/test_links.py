"""Every link of every page leads somewhere; every odd address gets a clean answer."""

from urllib.parse import urldefrag, urljoin

import pytest

from portal.core import languages

pytestmark = pytest.mark.django_db
ROOT = "http://testserver"
DIRECTIONS = {code: languages.direction(code) for code in ("ar", "fr", "zgh")}


def inner_links(site) -> dict[str, str]:
    """Every address of ours that a page links to, with one page that does."""
    found: dict[str, str] = {}
    for page in site:
        for link in page.soup.find_all("a", href=True):
            address = urldefrag(urljoin(ROOT + page.address, link["href"])).url
            if address.startswith(f"{ROOT}/"):
                found.setdefault(address.removeprefix(ROOT), page.address)
    return found


def test_every_link_between_our_pages_answers(client, site) -> None:
    links = inner_links(site)
    known = {page.address for page in site}
    wrong = {}
    for address, page in links.items():
        status = 200 if address in known else client.get(address).status_code
        if status not in {200, 302}:
            wrong[address] = (status, page)
    assert wrong == {}
    assert len(links) > 300


def test_every_page_is_reached_by_a_link(site, pages) -> None:
    """A page nobody links to is found by nobody."""
    links = inner_links(site)
    assert [page for page in pages if page.address not in links] == []


def test_an_anchor_on_another_page_is_there(site) -> None:
    ids = {page.address: {element["id"] for element in page.soup.find_all(id=True)} for page in site}
    wrong = []
    for page in site:
        for link in page.soup.find_all("a", href=True):
            address, anchor = urldefrag(urljoin(ROOT + page.address, link["href"]))
            if anchor and anchor not in ids.get(address.removeprefix(ROOT), {anchor}):
                wrong.append((page, link["href"]))
    assert wrong == []


def test_links_out_are_few_and_safe(site) -> None:
    """The quick exit, the map's source, and a call passed on by WhatsApp: nothing else leaves the site."""
    found = {link["href"] for page in site for link in page.soup.find_all("a", href=True) if link["href"].startswith(("http:", "https:", "//"))}
    assert {address for address in found if not address.startswith("https://")} == set()
    passed_on = {address for address in found if address.startswith("https://wa.me/?text=")}
    assert (len(found - passed_on) <= 3, len(passed_on)) == (True, len(DIRECTIONS))


@pytest.mark.parametrize("language", DIRECTIONS)
def test_menu_and_foot_lead_somewhere_in_every_language(client, site, language: str) -> None:
    home = next(page for page in site if page.address == f"/{language}/")
    addresses = {link["href"] for link in home.soup.select("header a, footer a") if link["href"].startswith("/")}
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    assert len(addresses) > 15


# Odd addresses ---------------------------------------------------------------------------

PAGES = ["0", "-1", "abc", "999999999999999999999", "١", "1.5", "", "1e3", "0x1", "%FF", "%EF%BC%91", "9" * 400]
LISTS = ["news/?page={}", "notices/?page={}", "calls/?page={}", "calls/calls.json?page={}", "search/?q=jisr&page={}"]
ODD = [
    *("where/?region=nowhere", "where/?province=nowhere", "where/?commune=0", "where/?region=souss-massa&province=%FF", "where/?commune=" + "9" * 300),
    *("calls/?region=nowhere", "calls/?state=nonsense", "calls/?kind=nonsense", "calls/?programme=nonsense", "calls/?state=draft", "calls/?region=%D8%B3"),
    *("calls/nowhere/poster.pdf", "calls/nowhere/calendar.ics", "calls/feed.atom?region=nowhere", "calls/calendar.ics?closing=x"),
    *("calls/nowhere/", "apply/nowhere/", "regions/nowhere/", "programmes/jisr/nowhere/", "news/%FF/", "calls/%C3%28/"),
    *("where/?q=%00", "search/?q=%00", "calls/?region=%00", "news/?page=%00", "apply/registration-sample/%00/"),
    *(f"{view}?q={'x' * 2100}" for view in ("where/", "search/", "calls/", "track/", "news/", "")),
]
HARMLESS = [
    *("where/?q=%FF%FE", "search/?q=%FF%FE", "search/?q=%ED%A0%80", "where/?q=%ED%A0%80", "search/?q=%22%22", "search/?q=%22", "search/?q=*%3A*"),
    *("search/?q=a%27%3B+drop+table", "search/?q=AND+OR+NOT", "search/?q=%28%28", "search/?q=" + "%D8%B3+" * 60, "where/?q=" + "%D8%B3" * 200),
    *("where/?q=%25_%5C", "where/?q=%3Cscript%3E", "search/?q=%3Cscript%3Ealert(1)%3C/script%3E", "where/?unknown=1", "calls/?unknown=1", "?page=abc"),
    *("calls/?closing=x", "calls/?closing=9999-12-31", "calls/?closing=%FF"),
    *("search/?q=", "where/?q=", "where/?region=", "calls/?region=", "search/?q=%E2%B5%AF", "search/?q=%F0%9F%98%80", "search/?q=&q=&q=jisr"),
]


def answer(client, address: str) -> tuple[int, bool]:
    """Status, and whether it is in the language and direction of its address."""
    language = address.split("/")[1]
    response = client.get(address)
    return response.status_code, f'<html lang="{language}" dir="{DIRECTIONS[language]}"' in response.content.decode()


@pytest.mark.parametrize("language", DIRECTIONS)
def test_a_page_number_nobody_can_have_is_a_404(client, language: str) -> None:
    found = {address.format(number): answer(client, f"/{language}/{address.format(number)}") for address in LISTS for number in PAGES}
    assert found == dict.fromkeys(found, (404, True))


@pytest.mark.parametrize("language", DIRECTIONS)
def test_an_address_of_nothing_is_refused_in_the_readers_language(client, language: str) -> None:
    found = {address: answer(client, f"/{language}/{address}") for address in ODD}
    assert {address: found for address, found in found.items() if found not in {(404, True), (400, True)}} == {}


@pytest.mark.parametrize("language", DIRECTIONS)
def test_odd_words_are_words_like_others(client, language: str) -> None:
    """Operators, quotes, broken UTF-8, endless words: an answer, never a failure."""
    found = {address: answer(client, f"/{language}/{address}") for address in HARMLESS}
    assert found == dict.fromkeys(found, (200, True))


@pytest.mark.parametrize("address", ["search/?q=%3Cscript%3Ealert(1)%3C/script%3E", "where/?q=%3Cscript%3Ealert(1)%3C/script%3E"])
def test_what_was_typed_is_escaped(client, address: str) -> None:
    html = client.get(f"/fr/{address}").content.decode()
    assert ("<script>alert" in html, "&lt;script&gt;alert" in html) == (False, True)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, method: str) -> None:
    found = {view: getattr(client, method)(f"/fr/{view}").status_code for view in ("", "where/", "search/", "calls/", "untranslated/1/")}
    assert [(view, status) for view, status in found.items() if status >= 500] == []
    assert {view: found[view] for view in ("where/", "search/")} == {"where/": 405, "search/": 405}
