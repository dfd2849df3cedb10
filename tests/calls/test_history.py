"""The history of a call: every act a dated line, the page as it stood, what differed, in the reader's language."""

import datetime as dt

import pytest
import time_machine
from django.utils.translation import override

from forms_app.calls.models import State
from portal.core.formats import format_datetime
from tests.calls.acts import CLOSES, DAY, DO, OPENS, WORDS, Kind, call_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A call published, extended after its closing, corrected and cancelled."""
    made = call_in(State.DRAFT)
    DO[Kind.PUBLISHED](made, OPENS - 9 * DAY)
    DO[Kind.EXTENDED](made, CLOSES + DAY, closes_at=CLOSES + 9 * DAY)
    DO[Kind.CORRECTED](made, CLOSES + 2 * DAY)
    DO[Kind.CANCELLED](made, CLOSES + 3 * DAY, reason="other", text={"ar": "سبب", "fr": "Regroupé"})
    return made


@pytest.fixture(autouse=True)
def later():
    """Long after."""
    with time_machine.travel(CLOSES + dt.timedelta(days=30), tick=False):
        yield


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_every_act_is_a_line_that_leads_to_the_page_as_it_stood(client, made, language):
    page = client.get(f"/{language}/calls/{made.slug}/history/")
    assert [line.get("number") for line in page.context["lines"]] == [4, 3, 2, 1]
    assert [client.get(f"/{language}/calls/{made.slug}/history/{number}/").status_code for number in range(6)] == [404, 200, 200, 200, 200, 404]


def test_the_page_itself_shows_the_same_lines(client, made):
    pages = [client.get(f"/fr/calls/{made.slug}/{end}") for end in ("", "history/")]
    assert pages[0].context["history"] == pages[1].context["lines"]
    assert "Regroupé" in pages[0].content.decode()


def test_a_version_says_what_differed_in_the_readers_language(client, made):
    rows = {number: client.get(f"/fr/calls/{made.slug}/history/{number}/").context["changes"] for number in (1, 2, 3)}
    assert rows[1] is None
    with override("fr"):
        moments = format_datetime(CLOSES), format_datetime(CLOSES + 9 * DAY)
    assert [(row["before"], row["after"]) for row in rows[2]] == [moments]
    assert [row["after"] for row in rows[3]] == [WORDS]


def test_the_page_as_it_stood_keeps_its_old_words(client, made):
    old, new = (client.get(f"/fr/calls/{made.slug}/history/{number}/").context["title"]["fr"] for number in (2, 3))
    assert (old != new, new) == (True, WORDS["fr"])


def test_a_draft_has_no_history_and_what_was_proposed_is_no_line(client):
    draft = call_in(State.DRAFT)
    DO[Kind.PROPOSED](draft, OPENS - 9 * DAY)
    hidden = client.get(f"/fr/calls/{draft.slug}/history/").status_code
    DO[Kind.PUBLISHED](draft, OPENS - 8 * DAY)
    lines = client.get(f"/fr/calls/{draft.slug}/history/").context["lines"]
    assert (hidden, [line.get("kind") for line in lines]) == (404, [None, None, "published"])


def test_a_relaunch_is_linked_from_both_pages(client, made):
    act = DO[Kind.RELAUNCHED](made, CLOSES + 9 * DAY, slug="again")
    pages = {slug: client.get(f"/fr/calls/{slug}/").content.decode() for slug in (made.slug, "again")}
    assert (act.details["slug"], "/fr/calls/again/" in pages[made.slug], f"/fr/calls/{made.slug}/" in pages["again"]) == ("again", True, True)
