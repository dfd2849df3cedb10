"""Moroccan days as moments: a day begins at midnight in Casablanca, whatever the hour of the country is then."""

import datetime as dt
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

_Rows = TypeVar("_Rows", bound=QuerySet)
_DAY = dt.timedelta(days=1)
#: Python's calendar ends with the last day that somebody may type. These are as good as no end, begin and end a month, and have a midnight in every time zone.
FIRST, LAST = dt.date(1, 2, 1), dt.date(9999, 11, 30)


def midnight(day: dt.date) -> dt.datetime:
    """When a day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def next_midnight(at: dt.datetime) -> dt.datetime:
    """When the day of a moment is over."""
    return midnight(timezone.localdate(at) + _DAY)


def day_after(day: dt.date) -> dt.date:
    """The next day, as far as there is one."""
    return min(day, LAST) + _DAY


def within_days(rows: _Rows, *, moment: str, since: dt.date | None, until: dt.date | None) -> _Rows:
    """The rows whose ``moment`` lies between two days, both included; ``None``: no such end."""
    if since:
        rows = rows.filter(**{f"{moment}__gte": midnight(max(since, FIRST))})
    return rows.filter(**{f"{moment}__lt": midnight(day_after(until))}) if until else rows
