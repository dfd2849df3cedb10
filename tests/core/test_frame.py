"""Header and foot drawn once: as their templates draw them for each reader alone, and nothing of one on the next one's page."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from home.models import NewsIndexPage, NewsPage
from portal.core import drawn, languages
from portal.core.chrome import Chrome
from portal.core.drawn import draw_frame
from portal.core.generation import next_generation
from programmes.models import Programme, ProgrammeIndexPage, ProgrammePage

pytestmark = pytest.mark.django_db
PARTS = ("components/header.html", "components/footer.html")
HOSTILE = "\"><script>alert('é')</script> {{ x }}"
READERS = [
    ("calls/", {}, "", ""),
    ("calls/?kind=associations", {}, "", ""),
    ("track/", {"theme": "dark", "text": "larger"}, "fr", ""),
    ("search/?q=a", {}, "", "a"),
    ("search/?q=b", {"theme": "dark"}, "", HOSTILE),
    ("where/", {}, "ar", ""),
]


def chrome_of(address: str, cookies: dict[str, str]) -> Chrome:
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    request.resolver_match = resolve(request.path)
    return Chrome.of(request)


@pytest.mark.parametrize("part", PARTS)
def test_each_reader_has_her_own_frame(part: str) -> None:
    drawn._outlines.clear()
    wrong = []
    for _first_and_again in range(2):
        for code in languages.codes():
            for address, cookies, content, query in READERS:
                with translation.override(code):
                    portal = chrome_of(f"/{code}/{address}", cookies)
                    alone = get_template(part).render({"portal": portal, "content_language": content, "query": query})
                    if draw_frame(part, portal, content_language=content, query=query) != alone:
                        wrong.append((code, address, cookies))
    assert (wrong, 0 < len(drawn._outlines) < 2 * len(READERS) * len(languages.codes())) == ([], True)


def test_what_was_searched_is_kept_nowhere_and_escaped() -> None:
    drawn._outlines.clear()
    with translation.override("fr"):
        shown = draw_frame("components/header.html", chrome_of("/fr/search/?q=secretword", {}), content_language="", query=f"secretword {HOSTILE}")
    kept = "".join(piece for outline in drawn._outlines.values() for piece in outline.pieces)
    assert ("secretword" in shown, "secretword" in kept, "<script>alert" in shown) == (True, False, False)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("where/?region=souss-massa", "?region=souss-massa"),
        ("calls/?state=open&closing=30&page=2", "?state=open&closing=30"),
        ("search/?q=%D9%85%D8%A7%D9%84&page=3", "?q=%D9%85%D8%A7%D9%84"),
        ("calls/?page=2", ""),
    ],
)
def test_in_another_language_she_is_at_the_same_place_with_the_same_words(asked: str, kept: str) -> None:
    path = asked.partition("?")[0]
    with translation.override("fr"):
        portal = chrome_of(f"/fr/{asked}", {})
    assert [one["url"] for one in portal.languages] == [f"/{code}/{path}{kept}" for code in languages.codes()]
    assert [one["url"] for one in portal.alternates] == [f"http://testserver/{code}/{path}" for code in languages.codes()]


def test_the_home_page_says_whose_it_is_in_its_title(client, homes) -> None:
    titles = [BeautifulSoup(client.get(f"/{code}/").content, "html.parser").title.get_text() for code in languages.codes()]
    with_name = [title.startswith(("جسر التمكين والريادة – ", "Jisr Tamkin wa Riyada – ")) for title in titles]
    assert (len(titles), all(with_name)) == (len(languages.codes()), True), titles


def test_a_piece_of_news_takes_no_pages_place_in_the_foot(client, homes) -> None:
    """An editor may give it any address below the news, also the last word of another page's."""
    places = {"locale": homes["fr"].locale}
    news = homes["fr"].add_child(instance=NewsIndexPage(title="Actualités", slug="news", **places))
    for slug in ("jisr", "contact"):
        news.add_child(instance=NewsPage(title=f"Nouvelle {slug}", slug=slug, date="2026-11-01", **places))
    programmes = homes["fr"].add_child(instance=ProgrammeIndexPage(title="Programmes", slug="programmes", **places))
    programme = Programme.objects.create(code="jisr", name={"ar": "جسر", "fr": "Jisr"})
    programmes.add_child(instance=ProgrammePage(title="Jisr", slug="jisr", programme=programme, **places))
    next_generation()
    links = BeautifulSoup(client.get("/fr/").content, "html.parser").select("footer a")
    found = {link["href"] for link in links if "jisr" in link["href"] or "contact" in link["href"]}
    assert found == {"/fr/programmes/jisr/"}
