"""A small tree of pages in the three languages, made without the content files."""

from collections.abc import Callable

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage
from portal.core import languages


@pytest.fixture
def homes(db) -> dict[str, HomePage]:
    """A live home in each language, Arabic being the original."""
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages.codes()}
    arabic = Page.get_first_root_node().add_child(instance=HomePage(title="الرئيسية", slug="home", hero_title_1="مرحبا", locale=locales["ar"]))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": arabic})
    made = {"ar": arabic}
    for code in languages.codes()[1:]:
        copied = arabic.copy_for_translation(locales[code], alias=False)
        copied.save_revision().publish()
        made[code] = HomePage.objects.get(pk=copied.pk)
    return made


@pytest.fixture
def make_page(homes) -> Callable[..., StandardPage]:
    """``make_page("slug")``: a live page of text below the Arabic home, or below ``parent``; further fields by name."""

    def make(slug: str, *, parent: Page | None = None, language: str = "ar", **fields: object) -> StandardPage:
        above = parent or homes[language]
        page = StandardPage(**({"title": slug, "slug": slug, "locale": above.locale} | fields))
        return above.add_child(instance=page)

    return make


@pytest.fixture
def translate(homes) -> Callable[..., StandardPage]:
    """``translate(page, "fr")``: its live translation, with a title of its own."""

    def make(page: Page, language: str, title: str = "") -> StandardPage:
        copied = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True, alias=False)
        copied.title = title or f"{page.title} ({language})"
        copied.save_revision().publish()
        return type(page).objects.get(pk=copied.pk)

    return make
