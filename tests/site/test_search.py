"""What the search box finds: what is published and public, in the reader's language; nothing else."""

import pytest
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db
#: A word of a page's title in each language, and the page.
TITLES = {"ar": ("مرافقة", "programmes/mourafaka/"), "fr": ("Mourafaka", "programmes/mourafaka/"), "zgh": ("4+4", "programmes/strategy-4-plus-4/")}


def results(client, language: str, query: str) -> list[str]:
    response = client.get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    return [entry["url"] for entry in response.context["entries"]]


def publish(language: str, title: str, **fields: object) -> StandardPage:
    home = HomePage.objects.get(locale__language_code=language)
    page = home.add_child(instance=StandardPage(title=title, slug="found-here", locale=home.locale, live=False, **fields))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("language", TITLES)
def test_a_page_is_found_by_its_title(client, pages, language: str) -> None:
    page = next(page for page in pages if page.address == f"/{language}/{TITLES[language][1]}")
    assert page.address in results(client, language, page.page.title)


def test_the_programme_is_found_by_its_latin_name_on_the_arabic_site(client) -> None:
    """Posters and the radio say “Jisr”: a woman types it in the letters her telephone has."""
    assert results(client, "ar", "Jisr") == ["/ar/programmes/jisr/"]


@pytest.mark.parametrize(
    ("language", "title", "query"), [("ar", "زعفران تالوين", "تالوين"), ("fr", "Safran de Taliouine", "taliouine"), ("zgh", "ⴰⵥⴰⵎⵓⵔ ⵏ ⵜⴰⵍⵉⵡⵉⵏ", "ⵜⴰⵍⵉⵡⵉⵏ")]
)
def test_a_page_is_found_once_it_is_published_and_no_longer_once_it_is_not(client, language: str, title: str, query: str) -> None:
    assert results(client, language, query) == []
    page = publish(language, title)
    assert results(client, language, query) == [f"/{language}/found-here/"]
    page.unpublish()
    assert results(client, language, query) == []


def test_a_page_is_found_by_its_summary_and_its_body(client) -> None:
    body = [{"type": "text", "value": "<p>arganeraie</p>", "id": "3f2c1c1e-7f4b-4d87-9d43-0b0a3a7f5a11"}]
    page = publish("fr", "Titre", summary="amandiers")
    page.body = page._meta.get_field("body").stream_block.to_python(body)
    page.save_revision().publish()
    assert [results(client, "fr", word) for word in ("amandiers", "arganeraie")] == [["/fr/found-here/"]] * 2


def test_a_draft_over_a_published_page_does_not_leak(client) -> None:
    page = publish("fr", "Titre")
    page.title = "Brouillonsecret"
    page.save_revision()
    assert results(client, "fr", "Brouillonsecret") == []


def test_a_private_page_and_those_below_it_are_not_found(client) -> None:
    page = publish("fr", "Safran de Taliouine")
    page.add_child(instance=StandardPage(title="Taliouine encore", slug="below", locale=page.locale))
    assert len(results(client, "fr", "taliouine")) == 2
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert results(client, "fr", "taliouine") == []


def test_only_the_readers_language_is_searched(client) -> None:
    publish("fr", "Safran de Taliouine")
    assert {language: results(client, language, "taliouine") for language in ("ar", "zgh")} == {"ar": [], "zgh": []}


def test_all_the_words_are_wanted(client) -> None:
    publish("fr", "Safran de Taliouine")
    assert (results(client, "fr", "safran taliouine"), results(client, "fr", "safran introuvable")) == (["/fr/found-here/"], [])


def test_what_is_found_by_nobody_helps_on(client) -> None:
    html = client.get("/fr/search/", {"q": "zzzzzz"}).content.decode()
    assert 'href="/fr/where/"' in html
    assert Page.objects.filter(title__contains="zzzzzz").count() == 0
