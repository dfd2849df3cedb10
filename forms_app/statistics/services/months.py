"""Closing the months that are over: count, protect, keep."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from forms_app.statistics.dictionary import NOWHERE, dictionary
from forms_app.statistics.models import CountedMonth
from forms_app.statistics.months import ends_quarter, month_of, months_between, next_month, quarter
from forms_app.statistics.protect import SMALLEST, added, protect_row, release
from portal.core.days import midnight
from portal.core.fingerprints import fingerprint
from regions.models import Region

from .counting import ALL, REGISTRATIONS, Counts, Ground, count_month

#: A month is counted when it has been over for so long: whatever was being sent at midnight is there.
SETTLES = dt.timedelta(days=1)


def next_publication(*, at: dt.datetime) -> dt.datetime:
    """From when on the next month may be counted."""
    due = midnight(month_of(at)) + SETTLES
    return due if at < due else midnight(next_month(month_of(at))) + SETTLES


@transaction.atomic
def count_months(*, at: dt.datetime) -> list[CountedMonth]:
    """Count every month that is over and was not counted yet, oldest first. What was counted before is never touched."""
    before = list(CountedMonth.objects.all())
    ground = Ground()
    first = next_month(before[-1].month) if before else ground.first_month()
    new = list(months_between(first, month_of(at - SETTLES))) if first else []
    for month in new:
        counts = count_month(month, ground)
        shown = shown_with(month, counts, before)
        before.append(CountedMonth.objects.create(month=month, counts=counts, shown=shown, smallest=SMALLEST, sha256=fingerprint(shown), counted_at=at))
    return before[len(before) - len(new) :]


def shown_with(month: dt.date, counts: Counts, before: Sequence[CountedMonth]) -> dict:
    """What goes out with a month, given all the months before it. Nothing that went out before is changed by it."""
    places = [*Region.objects.order_by("code").values_list("code", flat=True), NOWHERE]
    shown: dict = {"months": {}}
    for place in places:
        gathered = release(_held_back(place, before), month, _registrations(counts, place))
        shown["months"][place] = {"number": gathered.number, "since": gathered.since.isoformat()}
    if ends_quarter(month):
        rows = {one.month: (one.counts, one.shown) for one in before if quarter(one.month) == quarter(month)} | {month: (counts, shown)}
        earlier = {one.month: one.counts for one in before} | {month: counts}
        shown["answers"] = {field.name: _answers(field.name, tuple(field.values), places, rows, earlier) for field in dictionary().fields}
    return shown


def _registrations(counts: Counts, place: str) -> int:
    return counts.get(REGISTRATIONS, {}).get(place, {}).get(ALL, 0)


def _held_back(place: str, before: Sequence[CountedMonth]) -> list[tuple[dt.date, int]]:
    """The months since a number of the region last went out, oldest first."""
    held = []
    for one in reversed(before):
        if one.shown["months"].get(place, {"number": 0})["number"] is not None:
            break
        held.append((one.month, _registrations(one.counts, place)))
    return held[::-1]


def _answers(field: str, values: tuple[str, ...], places: Sequence[str], rows: dict, earlier: dict[dt.date, Counts]) -> dict:
    """The rows of a field: of each region, exactly the registrations whose number went out in this quarter."""
    found = {}
    for place in places:
        months = [month for last, (_counts, shown) in rows.items() for month in _gathered(shown["months"].get(place), last)]
        counted = added(earlier[month].get(field, {}).get(place, {}) for month in months if month in earlier)
        if counted:
            row = protect_row(dict.fromkeys(values, 0) | counted)
            found[place] = {"shown": row.shown, "together": row.together}
    return found


def _gathered(released: dict | None, month: dt.date) -> list[dt.date]:
    """The months whose registrations went out together with ``month``."""
    if not released or not released["number"]:
        return []
    return list(months_between(dt.date.fromisoformat(released["since"]), next_month(month)))
