"""Which backups stay."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Africa/Casablanca")


@dataclass(frozen=True)
class Policy:
    """The last backup of each of so many days, weeks and months that have one."""

    daily: int = 14
    weekly: int = 8
    monthly: int = 12


def to_keep(moments: Iterable[dt.datetime], *, policy: Policy) -> set[dt.datetime]:
    """Which of these stay. Days without a backup do not count, so that a month of faults deletes nothing; the newest always stays."""
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    for count, period in ((policy.daily, _day), (policy.weekly, _week), (policy.monthly, _month)):
        kept |= _last_of_each(newest_first, period, count)
    return kept


def _last_of_each(newest_first: list[dt.datetime], period: Callable[[dt.datetime], tuple[int, ...]], count: int) -> set[dt.datetime]:
    last: dict[tuple[int, ...], dt.datetime] = {}
    for moment in newest_first:
        last.setdefault(period(moment.astimezone(_ZONE)), moment)
    return set(list(last.values())[:count])


def _day(moment: dt.datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: dt.datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar()[:2])


def _month(moment: dt.datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)
