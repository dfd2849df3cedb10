"""Nobody has to scroll sideways: 320 px wide, large letters, twice the letters, panels open."""

import pytest

from .accessibility import sticking_out
from .pages import EVERYTHING, LANGUAGES
from .reader import DESK, NARROW


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERYTHING)
def test_narrow_screens(open_reader, name, language):
    reader = open_reader(language, width=NARROW)
    page = reader.page
    reader.open(EVERYTHING[name])
    found = {"plain": sticking_out(page)}
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["200 %"] = sticking_out(page)
    reader.choose(text="larger")
    reader.open(EVERYTHING[name])
    found["larger"] = sticking_out(page)
    for panel in page.locator(".tools summary").all():
        if panel.is_visible():
            panel.click()
            found[f"panel {panel.inner_text()}"] = sticking_out(page)
            panel.click()
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_wide_screens(open_reader, language):
    reader = open_reader(language, width=DESK)
    found = {}
    for name, path in EVERYTHING.items():
        reader.open(path)
        found[name] = sticking_out(reader.page)
    assert {name: what for name, what in found.items() if what} == {}
