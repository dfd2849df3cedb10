"""Which backups stay."""

import datetime as dt

import pytest

from portal.core.backup.keeping import Policy, to_keep

NOW = dt.datetime(2026, 11, 22, 2, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def days(count: int) -> list[dt.datetime]:
    return [NOW - number * DAY for number in range(count)]


def kept(moments: list[dt.datetime], **policy: int) -> list[str]:
    return [f"{moment:%m-%d}" for moment in sorted(to_keep(moments, policy=Policy(**policy)), reverse=True)]


def test_nothing_keeps_nothing():
    assert to_keep([], policy=Policy()) == set()


def test_the_last_days():
    assert kept(days(10), daily=3, weekly=0, monthly=0) == ["11-22", "11-21", "11-20"]


def test_the_last_of_each_week_ends_on_sunday():
    assert kept(days(30), daily=0, weekly=3, monthly=0) == ["11-22", "11-15", "11-08"]


def test_the_last_of_each_month():
    assert kept(days(100), daily=0, weekly=0, monthly=4) == ["11-22", "10-31", "09-30", "08-31"]


def test_the_policy_of_the_house_over_two_years():
    found = to_keep(days(730), policy=Policy())
    assert (len(found), min(found)) == (14 + 6 + 11, dt.datetime(2025, 12, 31, 2, 30, tzinfo=dt.UTC))


@pytest.mark.parametrize("policy", [{"daily": 0, "weekly": 0, "monthly": 0}, {"daily": 1, "weekly": 1, "monthly": 1}])
def test_the_newest_always_stays(policy):
    assert kept(days(5), **policy) == ["11-22"]


def test_of_one_day_the_last_stays():
    assert to_keep([NOW, NOW - dt.timedelta(hours=1)], policy=Policy()) == {NOW}


def test_days_are_those_of_morocco():
    """23:30 in UTC is half an hour into the next day there."""
    before, after = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    assert to_keep([before, after], policy=Policy(2, 0, 0)) == {before, after}


def test_a_month_of_faults_deletes_nothing():
    old = [NOW - 200 * DAY - number * DAY for number in range(14)]
    assert to_keep([NOW, *old[:13]], policy=Policy(14, 0, 0)) == {NOW, *old[:13]}


def test_keeping_again_deletes_nothing_more():
    once = to_keep(days(400), policy=Policy())
    assert to_keep(once, policy=Policy()) == once
