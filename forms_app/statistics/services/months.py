"""Closing the months that are over: count, protect, keep."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from forms_app.statistics.asked import missing_from
from forms_app.statistics.dictionary import KIND, NOWHERE, dictionary
from forms_app.statistics.models import CountedMonth
from forms_app.statistics.months import ends_quarter, month_of, months_between, next_month, quarter
from forms_app.statistics.protect import SMALLEST, added, protect_rows, release
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
        shown = shown_with(month, counts, before, ground)
        before.append(CountedMonth.objects.create(month=month, counts=counts, shown=shown, smallest=SMALLEST, sha256=fingerprint(shown), counted_at=at))
    return before[len(before) - len(new) :]


def shown_with(month: dt.date, counts: Counts, before: Sequence[CountedMonth], ground: Ground) -> dict:
    """What goes out with a month, given all the months before it. Nothing that went out before is changed by it."""
    places = [*Region.objects.order_by("code").values_list("code", flat=True), NOWHERE]
    shown: dict = {"months": {}}
    for place in places:
        gathered = release(_held_back(place, before), month, _registrations(counts, place))
        shown["months"][place] = {"number": gathered.number, "since": gathered.since.isoformat()}
    if ends_quarter(month):
        of_quarter = {one.month: one.shown for one in before if quarter(one.month) == quarter(month)} | {month: shown}
        gathered_months = {place: [each for last, out in of_quarter.items() for each in _gathered(out["months"].get(place), last)] for place in places}
        shown["rows"] = _rows(gathered_months, {one.month: one.counts for one in before} | {month: counts}, ground)
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


def _rows(months: Mapping[str, Sequence[dt.date]], counts: Mapping[dt.date, Counts], ground: Ground) -> dict[str, dict[str, dict]]:
    """The rows of each field: of each region, exactly the registrations whose number went out in this quarter."""
    fields = dictionary().fields
    forms = ground.forms_of({month for gathered in months.values() for month in gathered})
    missing = missing_from(forms, [field.name for field in fields if field.name != KIND])
    found: dict[str, dict[str, dict]] = {field.name: {} for field in fields}
    for place, gathered in months.items():
        if not gathered:
            continue
        counted = {field.name: added(counts[month].get(field.name, {}).get(place, {}) for month in gathered if month in counts) for field in fields}
        rows = protect_rows({field.name: dict.fromkeys(field.values, 0) | counted[field.name] for field in fields}, missing)
        for name, row in rows.items():
            found[name][place] = {"shown": row.shown, "together": row.together}
    return found


def _gathered(released: dict | None, month: dt.date) -> list[dt.date]:
    """The months whose registrations went out together with ``month``."""
    if not released or not released["number"]:
        return []
    return list(months_between(dt.date.fromisoformat(released["since"]), next_month(month)))
