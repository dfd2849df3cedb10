"""A kept page of a call changes to the second, at every turn of the clock."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from forms_app.calls.models import Call
from forms_app.calls.services.turns import next_turn
from portal.core.generation import next_generation
from tests.factories_forms import call

pytestmark = pytest.mark.django_db
OPENS = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)  # 9:00 in Casablanca
CLOSES = dt.datetime(2026, 12, 20, 15, tzinfo=dt.UTC)
SECOND, MINUTE, WEEK = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=7)


@pytest.fixture
def made() -> Call:
    return call(slug="turning", opens_at=OPENS, closes_at=CLOSES, published_at=OPENS - WEEK)


def test_the_turns_of_a_call_in_order(made) -> None:
    Call.objects.filter(pk=made.pk).update(questions_until=OPENS + WEEK)
    found, at = [], OPENS - 2 * WEEK
    while at := next_turn(at):
        found.append(at)
    assert found == [OPENS - WEEK, OPENS, OPENS + WEEK + MINUTE, CLOSES - WEEK, CLOSES + MINUTE]


def test_one_query_finds_the_next_of_all(made, django_assert_num_queries) -> None:
    call(slug="another", opens_at=OPENS + MINUTE, closes_at=CLOSES, published_at=OPENS - WEEK)
    with django_assert_num_queries(1):
        assert next_turn(OPENS) == OPENS + MINUTE


@pytest.mark.parametrize(
    ("turn", "before", "after"),
    [(OPENS, "announced", "open"), (CLOSES - WEEK, "open", "closing_soon"), (CLOSES + MINUTE, "closing_soon", "closed")],
    ids=["opens", "soon", "closed"],
)
def test_list_and_page_change_at_the_second(made, settings, turn, before, after) -> None:
    settings.PAGE_CACHE_SECONDS = 300
    reader, seen = Client(), []
    with time_machine.travel(turn - dt.timedelta(minutes=2), tick=False) as clock:
        next_generation()
        for moment in (turn - dt.timedelta(minutes=2), turn - SECOND, turn):
            clock.move_to(moment)
            seen.append([f'tag--{state}"' in reader.get(f"/fr/calls/{path}").content.decode() for path in ("", "turning/") for state in (before, after)])
    assert seen == [[True, False, True, False]] * 2 + [[False, True, False, True]]
