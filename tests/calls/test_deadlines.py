"""Deadlines are minutes on a Moroccan clock: they stand when Ramadan moves the clock, and when the rules themselves change."""

import datetime as dt
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from forms_app.calls.models import Call, CallAct, SilentChange, State, by_act
from forms_app.calls.services import recompute_deadlines
from forms_app.calls.services.dates import promised
from tests.calls.acts import CLOSES, DAY, OPENS, SECOND, call_in
from tests.factories_forms import change_call

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
CASABLANCA, GREENWICH = ZoneInfo("Africa/Casablanca"), ZoneInfo("Etc/UTC")


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-02-13T16:00", "2026-02-13T15:00"),
        ("2026-02-16T16:00", "2026-02-16T16:00"),
        ("2026-03-20T16:00", "2026-03-20T16:00"),
        ("2026-03-23T16:00", "2026-03-23T15:00"),
        ("2026-02-15T02:30", "2026-02-15T02:30"),
        ("2026-03-22T02:30", "2026-03-22T02:30"),
    ],
    ids=["before Ramadan", "in it", "its last days", "after it", "shown twice", "never shown"],
)
def test_a_minute_on_the_moroccan_clock_is_an_instant_in_favour_of_the_applicant(local, instant):
    assert promised(local, later=True, zone=CASABLANCA) == dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)


def test_an_opening_shown_twice_is_the_first():
    assert promised("2026-02-15T02:30", later=False, zone=CASABLANCA) == dt.datetime(2026, 2, 15, 1, 30, tzinfo=dt.UTC)


def test_rules_that_change_move_the_instant_and_not_the_hour_announced():
    """Suppose Morocco keeps Greenwich time all year: 16:00 is an hour later than it was promised to be."""
    made = call_in(State.OPEN)
    with timezone.override(GREENWICH):
        (act,) = recompute_deadlines(at=OPENS - DAY)
        stored = Call.objects.get(pk=made.pk)
        again = recompute_deadlines(at=OPENS - DAY)
    assert (stored.opens_at, stored.closes_at, stored.closes_local, again) == (OPENS + HOUR, CLOSES + HOUR, "2026-12-15T16:00", [])
    assert act.changes == [
        {"field": "opens_at", "old": "2026-11-25T08:00:00Z", "new": "2026-11-25T09:00:00Z"},
        {"field": "closes_at", "old": "2026-12-15T15:00:00Z", "new": "2026-12-15T16:00:00Z"},
    ]
    assert (act.kind, act.kind in CallAct.TOLD, act.told_at) == ("clock_changed", True, None)


@pytest.mark.parametrize(("at", "acts", "state"), [(CLOSES + HOUR / 2, 1, State.CLOSING_SOON), (CLOSES + 3 * DAY, 0, State.CLOSED)], ids=["just", "long ago"])
def test_a_call_closed_by_the_old_rule_opens_again_if_the_minute_has_not_come(at, acts, state):
    made = call_in(State.OPEN)
    with timezone.override(GREENWICH):
        assert (len(recompute_deadlines(at=at)), Call.objects.get(pk=made.pk).state_at(at)) == (acts, state)


def test_nothing_moves_once_the_study_has_begun_and_a_draft_moves_without_an_act():
    studied, draft = call_in(State.OPEN, review_started_at=CLOSES + 2 * SECOND), call_in(State.DRAFT)
    with timezone.override(GREENWICH):
        acts = recompute_deadlines(at=CLOSES + 90 * SECOND)
    found = {made.pk: made.closes_at for made in Call.objects.all()}
    assert (acts, found) == ([], {studied.pk: CLOSES, draft.pk: CLOSES + HOUR})


def test_saving_something_else_after_a_change_of_rules_keeps_the_minute_promised():
    made = call_in(State.OPEN)
    with timezone.override(GREENWICH):
        stored = Call.objects.get(pk=made.pk)
        stored.internal_note = "x"
        stored.save()
    assert Call.objects.get(pk=made.pk).closes_local == "2026-12-15T16:00"


def test_a_moment_until_which_questions_are_taken_is_a_deadline_too():
    made = change_call(call_in(State.OPEN), questions_until=CLOSES - 5 * DAY)
    with timezone.override(GREENWICH):
        recompute_deadlines(at=OPENS)
    assert Call.objects.get(pk=made.pk).questions_until == CLOSES - 5 * DAY + HOUR


@time_machine.travel(OPENS, tick=False)
def test_the_command_finds_an_instant_that_is_off_by_an_hour():
    made, out = call_in(State.OPEN), StringIO()
    Call.objects.filter(pk=made.pk).update(closes_at=CLOSES - HOUR)
    call_command("check_deadlines", stdout=out)
    assert out.getvalue() == f"{made.slug}: closes_at\ndeadlines set right: 1\n"
    assert Call.objects.get(pk=made.pk).closes_at == CLOSES


def test_the_guard_ends_with_the_act():
    made = Call.objects.get(pk=call_in(State.OPEN).pk)
    with by_act():
        made.save()
    made.received = 1
    with pytest.raises(SilentChange):
        made.save()
