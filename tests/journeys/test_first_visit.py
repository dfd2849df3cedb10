"""A first visit on a weak, prepaid network: what it weighs, that it calls nobody else, and that the content policy holds."""

import pytest

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
