"""A page that shows another one's words: in the language they are in, and said to be so."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Locale, Page

pytestmark = pytest.mark.django_db
NOT_TRANSLATED = {"fr": "pas encore traduite", "zgh": "ⵓⵔ ⵜⴰ ⵜⴻⵜⵜⵓⵙⵓⵖⵍ"}


def alias_of(page: Page, language: str) -> Page:
    """What wagtail-localize makes of a translation that is turned into an alias."""
    return page.copy_for_translation(Locale.objects.get(language_code=language), alias=True)


@pytest.mark.parametrize("language", NOT_TRANSLATED)
def test_arabic_words_in_another_tree_are_arabic_and_said_not_to_be_translated(client: Client, make_page, language: str) -> None:
    alias = alias_of(make_page("facts", title="حقائق"), language)
    page = BeautifulSoup(client.get(f"/{language}/facts/").content, "html.parser")
    notices = page.select(".notice")
    assert (page.html["lang"], page.html["dir"], page.header["lang"], page.h1.get_text()) == ("ar", "rtl", language, "حقائق")
    assert [(NOT_TRANSLATED[language] in one.get_text(), one["lang"], one["dir"], [link["href"] for link in one.find_all("a")]) for one in notices] == [
        (True, language, "ltr", ["/ar/facts/"])
    ]
    assert (alias.locale.language_code, alias.specific.awaits_a_reader) == (language, False)


def test_an_alias_of_an_alias_is_in_the_language_of_the_first(client: Client, make_page) -> None:
    alias_of(make_page("facts", title="حقائق"), "fr").specific.create_alias(update_slug="again")
    assert '<html lang="ar" dir="rtl"' in client.get("/fr/again/").content.decode()


def test_a_translation_and_an_alias_beside_its_page_are_in_their_own_language(client: Client, make_page, translate) -> None:
    page = make_page("facts", title="حقائق")
    translate(page, "fr", "Faits").create_alias(update_slug="again")
    told = {address: BeautifulSoup(client.get(address).content, "html.parser") for address in ("/ar/facts/", "/fr/facts/", "/fr/again/")}
    assert {address: (page.html["lang"], len(page.select(".notice"))) for address, page in told.items()} == {
        "/ar/facts/": ("ar", 0), "/fr/facts/": ("fr", 0), "/fr/again/": ("fr", 0),
    }  # fmt: skip
