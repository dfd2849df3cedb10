"""A first visit on a weak, prepaid network: what it weighs, that it calls nobody else, and that the content policy holds."""

import pytest
from playwright.sync_api import Route

from .first_visit import Visit, table, weigh
from .pages import EVERYTHING, LANGUAGES
from .reader import Reader

#: Most a first visit may weigh, in bytes: home, any other page. Arabic needs a larger font.
BUDGETS = {"ar": (120_000, 100_000), "fr": (90_000, 70_000), "zgh": (90_000, 70_000)}
SCRIPTS, STYLES = 12_000, 18_000
#: What is answered with an error status says so on the console.
MISSING = {"not found"}


@pytest.fixture(scope="module")
def visits(browser, site) -> dict[tuple[str, str], Visit]:
    """Every page, in every language."""
    paths = {name: path for name, path in EVERYTHING.items() if name != "style page"}
    found = {}
    for language in LANGUAGES:
        reader = Reader.arrive(browser, site, language)
        found |= {(name, language): seen for name, seen in weigh(reader, paths).items()}
        reader.context.close()
    return found


def test_weights(visits, capsys):
    with capsys.disabled():
        print(f"\nFirst visits, in kilobytes\n{table(visits)}")
    assert {where: seen.total for where, seen in visits.items() if seen.total > BUDGETS[where[1]][where[0] != "home"]} == {}


def test_scripts_and_styles_stay_small(visits):
    assert max(seen.weights["script"] for seen in visits.values()) <= SCRIPTS
    assert max(seen.weights["stylesheet"] for seen in visits.values()) <= STYLES


def test_nobody_else_is_asked(visits):
    assert {where: seen.hosts for where, seen in visits.items() if seen.hosts} == {}


def test_the_content_policy_holds(visits):
    assert {where: seen.complaints for where, seen in visits.items() if where[0] not in MISSING and seen.complaints} == {}
    for seen in visits.values():
        assert "default-src 'none'" in seen.policy
        assert "unsafe" not in seen.policy
        assert "nonce" not in seen.policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_font_for_who_saves_data(open_reader, language):
    reader = open_reader(language, headers={"Save-Data": "on"})
    seen = weigh(reader, {name: EVERYTHING[name] for name in ("home", "region", "call", "start")})
    assert {name: visit.weights["font"] for name, visit in seen.items()} == dict.fromkeys(seen, 0)


def test_results_in_another_language_bring_no_bold_font(open_reader):
    """Nor when the browser lays the page out while the style sheet of the search is still on its way."""
    reader = open_reader("fr")
    held: list[Route] = []
    asked: list[str] = []
    reader.page.route("**/search.css", lambda route: held.append(route))
    reader.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    reader.page.goto(reader.address(EVERYTHING["search"]), wait_until="commit")
    reader.page.wait_for_function("document.styleSheets.length >= 3 && document.querySelector('h3[lang=ar]')?.offsetHeight")
    held[0].continue_()
    reader.page.wait_for_load_state()
    reader.page.evaluate("document.fonts.ready.then(() => true)")
    assert {"arabic-400.woff2", "search.css"} <= set(asked)
    assert "arabic-600.woff2" not in asked
