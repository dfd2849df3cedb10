"""Months and quarters, in Moroccan time. A month is named by its first day."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone


def month_of(moment: dt.datetime) -> dt.date:
    """The month of a moment."""
    return timezone.localtime(moment).date().replace(day=1)


def next_month(month: dt.date) -> dt.date:
    """The one after it."""
    return (month + dt.timedelta(days=31)).replace(day=1)


def last_day(month: dt.date) -> dt.date:
    """Its last day, the date of the state of what is published with it."""
    return next_month(month) - dt.timedelta(days=1)


def months_between(first: dt.date, end: dt.date) -> Iterator[dt.date]:
    """From ``first`` to the month before ``end``."""
    while first < end:
        yield first
        first = next_month(first)


def ends_quarter(month: dt.date) -> bool:
    """Whether the answers go out with it."""
    return month.month % 3 == 0


def quarter(month: dt.date) -> str:
    """``2026-Q4``."""
    return f"{month.year}-Q{(month.month + 2) // 3}"
