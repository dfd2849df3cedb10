"""The search page over the whole content: what is published and public, in the reader's language first; nothing else."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage
from search.models import SearchMiss
from tests.query_counts import warm

pytestmark = pytest.mark.django_db
#: A page of each language that is found by its own title.
TITLES = {"ar": "programmes/mourafaka/", "fr": "programmes/mourafaka/", "zgh": "programmes/strategy-4-plus-4/"}
HOSTILE = [
    *('"', "'", '"a', "(((", "[a]", "*", "a AND OR", "NEAR(a b)", "title:x", "a & | !b", "\\"),
    *("%25", "<script>alert(1)</script>", "\u202e", "ا" * 900, "{{ 7*7 }}", "&page=x", "🙂"),
]


def results(client, language: str, query: str, **more: str) -> list[str]:
    response = client.get(f"/{language}/search/", {"q": query} | more)
    assert response.status_code == 200
    return [entry["url"] for entry in response.context["entries"]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable:
    """Runs what follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish(language: str, title: str, **fields: object) -> StandardPage:
    home = HomePage.objects.get(locale__language_code=language)
    page = home.add_child(instance=StandardPage(title=title, slug="found-here", locale=home.locale, live=False, **fields))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("language", TITLES)
def test_a_page_is_found_by_its_title(client, pages, language: str) -> None:
    page = next(page for page in pages if page.address == f"/{language}/{TITLES[language]}")
    assert results(client, language, page.page.title)[0] == page.address


@pytest.mark.parametrize("typed", ["Jisr", "jisr tamkin wa riyada", "جسر"])
def test_the_programme_comes_first_by_its_name_in_any_letters_on_the_arabic_site(client, typed: str) -> None:
    """Posters and the radio say “Jisr”: a woman types it in the letters her telephone has."""
    assert results(client, "ar", typed)[0] == "/ar/programmes/jisr/"


@pytest.mark.parametrize(("language", "title", "query"), [("ar", "قنفذ البحر", "قنفذ"), ("fr", "Hérisson de mer", "herisson"), ("zgh", "ⵉⵏⵙⵉ ⵏ ⵉⵍⵍ", "insi")])
def test_a_page_is_found_once_it_is_published_and_no_longer_once_it_is_not(client, committed, language: str, title: str, query: str) -> None:
    assert "/found-here/" not in "".join(results(client, language, query))
    with committed():
        page = publish(language, title)
    assert results(client, language, query)[0] == f"/{language}/found-here/"
    page.unpublish()
    assert "/found-here/" not in "".join(results(client, language, query))


def test_a_page_is_found_by_its_summary_and_its_body(client, committed) -> None:
    body = [{"type": "text", "value": "<p>arganeraie</p>", "id": "3f2c1c1e-7f4b-4d87-9d43-0b0a3a7f5a11"}]
    with committed():
        publish("fr", "Titre", summary="amandiers", body=body)
    assert [results(client, "fr", word) for word in ("amandiers", "arganeraie")] == [["/fr/found-here/"]] * 2


def test_a_private_page_is_not_found(client, committed) -> None:
    with committed():
        page = publish("fr", "Hérisson")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert results(client, "fr", "hérisson") == []


def test_other_languages_are_offered_apart_in_their_own_direction(client, committed) -> None:
    with committed():
        publish("fr", "Hérisson de mer")
    response = client.get("/ar/search/", {"q": "hérisson"})
    section = BeautifulSoup(response.content, "html.parser").select_one("section.elsewhere")
    link = section.select_one("h3 a")
    assert (response.context["entries"], link["href"], link.parent["lang"], link.parent["dir"]) == ([], "/fr/found-here/", "fr", "ltr")
    assert section.select_one("a.more")["href"] == "/ar/search/?q=h%C3%A9risson&lang=fr"
    assert results(client, "ar", "hérisson", lang="fr") == ["/fr/found-here/"]


def test_everything_asked_stays_in_the_address(client) -> None:
    response = client.get("/fr/search/", {"q": "associations", "type": "call", "region": "souss-massa"})
    page = BeautifulSoup(response.content, "html.parser")
    assert {entry["kind"] for entry in response.context["entries"]} == {"Appel"}
    assert page.select_one('select[name="region"] option[selected]')["value"] == "souss-massa"
    assert page.select_one('form.filters input[name="type"]')["value"] == "call"
    assert page.select_one('.chips [aria-current="true"]')["href"] == "/fr/search/?q=associations&type=call&region=souss-massa"


def test_the_count_of_a_choice_is_what_it_leaves(client) -> None:
    chips = client.get("/fr/search/", {"q": "femmes"}).context["kinds"]
    for chip in chips[:4]:
        assert client.get(chip["url"]).context["count"] == chip["count"], chip["url"]


def test_each_page_of_results_follows_the_other(client) -> None:
    first, second = results(client, "fr", "femmes"), results(client, "fr", "femmes", page="2")
    assert (len(first), len(second), set(first) & set(second)) == (10, 10, set())


@pytest.mark.parametrize("asked", ["page=0", "page=9999", "page=x", "page=50", "type=x", "region=x", "programme=x", "state=draft", "lang=en"])
def test_an_address_that_asks_for_what_does_not_exist_is_no_page(client, asked: str) -> None:
    assert client.get(f"/fr/search/?q=femmes&{asked}").status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered_and_never_unescaped(client, language: str, text: str) -> None:
    for path in ("search/", "search/suggest/"):
        response = client.get(f"/{language}/{path}", {"q": text})
        assert response.status_code in {200, 400}, path  # 400: an address longer than any
        assert b"<script>alert" not in response.content


def test_what_is_found_by_nobody_helps_on_and_is_remembered_without_anybody(client) -> None:
    html = client.get("/fr/search/", {"q": "Zzzzzz"}).content.decode()
    assert [f'href="/fr/{way}/"' in html for way in ("where", "calls", "questions", "contact")] == [True] * 4
    assert list(SearchMiss.objects.values_list("text", "language", "count")) == [("zzzzzz", "fr", 1)]


def test_a_search_that_finds_writes_nothing(client) -> None:
    results(client, "fr", "coopérative")
    assert SearchMiss.objects.count() == 0


def test_suggestions_are_titles_with_the_language_of_their_letters(client) -> None:
    response = client.get("/zgh/search/suggest/", {"q": "tamyaw"})
    offered = [(one["url"], one["lang"], one["dir"]) for one in response.json()["suggestions"]]
    assert ("/zgh/services/social-solidarity-economy/", "zgh", "ltr") in offered
    assert set(response["Cache-Control"].split(", ")) == {"max-age=60", "private"}
    assert client.get("/fr/search/suggest/", {"q": "t"}).json() == {"suggestions": []}


@pytest.mark.parametrize("asked", ["", "?q=tiznit", "?q=femmes", "?q=femmes&page=2", "?q=fromation", "?q=zzzz"])
def test_few_queries_whatever_is_found(client, asked: str) -> None:
    assert warm(client, f"/fr/search/{asked}") <= 11


def test_one_result_costs_as_many_queries_as_many(client, committed) -> None:
    with committed():
        page = publish("fr", "Hérisson de mer")
    one = warm(client, "/fr/search/?q=hérisson")
    with committed():
        for number in range(8):
            child = page.add_child(instance=StandardPage(title=f"Hérisson {number}", slug=f"child-{number}", locale=page.locale))
            child.save_revision().publish()
    assert (warm(client, "/fr/search/?q=hérisson"), len(results(client, "fr", "hérisson"))) == (one, 9)
