"""Jobs of the clock: each run is written down, a failed one too, and the late ones are named."""

import datetime as dt
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.core import clock
from portal.core.clock import Job, register_job, run_of, standings
from portal.core.models import ClockRun

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def only_one(monkeypatch) -> None:
    monkeypatch.setattr(clock, "_jobs", {})
    register_job("seal_audit", every=5 * MINUTE)


def late(at: dt.datetime) -> list[bool]:
    return [one.late for one in standings(at=at)]


@pytest.mark.parametrize(("age", "expected"), [(0 * MINUTE, False), (10 * MINUTE, False), (10 * MINUTE + dt.timedelta(seconds=1), True)])
def test_a_job_is_late_after_twice_its_time(only_one, age, expected):
    with run_of("seal_audit", at=NOW):
        pass
    assert late(NOW + age) == [expected]


def test_a_job_that_never_ran_is_late(only_one):
    (one,) = standings(at=NOW)
    assert (one.job, one.run, one.late) == (Job("seal_audit", 5 * MINUTE), None, True)


def test_a_failure_is_written_down_goes_on_and_keeps_the_last_success(only_one):
    with run_of("seal_audit", at=NOW):
        pass
    with pytest.raises(ValueError, match="words"), run_of("seal_audit", at=NOW + MINUTE):
        raise ValueError("words of somebody")
    run = ClockRun.objects.get()
    assert (run.began_at, run.succeeded_at, run.failure) == (NOW + MINUTE, NOW, "ValueError")
    with run_of("seal_audit", at=NOW + MINUTE):
        pass
    run.refresh_from_db()
    assert (run.succeeded_at, run.failure) == (NOW + MINUTE, "")


def test_a_loop_writes_once_a_minute(only_one, django_assert_num_queries):
    with run_of("seal_audit", at=NOW):
        pass
    with django_assert_num_queries(1), run_of("seal_audit", at=NOW + dt.timedelta(seconds=59)):
        pass
    with run_of("seal_audit", at=NOW + MINUTE):
        pass
    assert ClockRun.objects.get().succeeded_at == NOW + MINUTE


def test_a_clock_set_back_hides_no_silence(only_one):
    """A machine that began with the year 2099 had its jobs succeed then."""
    with run_of("seal_audit", at=NOW + dt.timedelta(days=365)):
        pass
    assert late(NOW) == [True]
    with run_of("seal_audit", at=NOW):
        pass
    assert (ClockRun.objects.get().succeeded_at, late(NOW), late(NOW + 11 * MINUTE)) == (NOW, [False], [True])


def test_commands_write_their_runs():
    before = timezone.now()
    for command in ("seal_audit", "send_outbox", "publish_scheduled", "send_reminders", "expire_drafts"):
        call_command(command, stdout=StringIO())
    runs = ClockRun.objects.order_by("job")
    assert [run.job for run in runs] == ["expire_drafts", "publish_scheduled", "seal_audit", "send_outbox", "send_reminders"]
    assert [before <= run.began_at <= run.succeeded_at for run in runs] == [True] * 5


def test_the_search_index_counts_as_brought_up_to_date_when_all_of_it_was():
    for words in (["check", "--only", "database"], ["update", "--only", "database"]):
        with suppress(CommandError):
            call_command("search_index", *words, stdout=StringIO())
    before = ClockRun.objects.count()
    call_command("search_index", verbosity=0)
    assert (before, ClockRun.objects.get().job) == (0, "search_index")
