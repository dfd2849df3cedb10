"""axe-core finds nothing, contrast included, on every type of page, in every language, by day and by night."""

import pytest

from .accessibility import violations
from .pages import EVERYTHING, LANGUAGES, PAGES

THEMES = ("light", "dark")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERYTHING)
def test_axe_finds_nothing(open_reader, axe, name, language):
    reader = open_reader(language)
    found = {}
    for theme in THEMES:
        reader.choose(theme=theme)
        reader.open(EVERYTHING[name])
        found[theme] = violations(reader.page, axe)
    assert {theme: what for theme, what in found.items() if what} == {}


def test_every_type_is_read(site, open_reader):
    """A page type nobody added to ``pages.py`` would go unread."""
    rows = site.rows(
        "SELECT p.url_path, t.app_label || '.' || t.model FROM wagtailcore_page p JOIN django_content_type t ON t.id = p.content_type_id"
        " JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE l.language_code = 'ar' AND p.live AND p.depth > 1"
    )
    types = {path.removeprefix("/").partition("/")[2]: name for path, name in rows}
    assert set(types.values()) == {types[path] for path in PAGES.values()}
