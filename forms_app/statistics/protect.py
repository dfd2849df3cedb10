"""Which numbers may be seen, so that none that is small can be found out. Pure rules; why they suffice is in decision 750.

Everything that is published is a sum of groups that share nobody: months of a region put together until they hold ten
registrations, and answers of a region and quarter. A group that is small is never published, nor is anything it could be
found from: its row always lacks at least one large answer too, and nobody can tell which of the missing ones is the large one.
No number that is hidden in one row is in another row, nor is what it could be taken from: who reads the forms learns nothing more.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from .dictionary import KIND, NOT_GIVEN, WOMEN

_Key = TypeVar("_Key")

#: Fewer than this many registrations are never shown by themselves. Raise it for months to come; months already out keep theirs.
SMALLEST = 10


@dataclass(frozen=True)
class Row:
    """What may be shown of one row: a number by answer, and how many registrations are in the answers put together."""

    shown: dict[str, int]
    together: int


def protect_row(counts: Mapping[str, int]) -> Row:
    """Hide the small answers of a row whose total is known, and every answer that shares the least of the large numbers.

    A row that would then tell of nobody, or in which all gave the same answer, is put together whole, its zeros too.
    """
    given = {answer: number for answer, number in counts.items() if number}
    total = sum(given.values())
    small = {answer for answer, number in given.items() if number < SMALLEST}
    if len(given) < 2:
        return Row({}, total)
    if not small:
        return Row(dict(counts), 0)
    least = min((number for number in given.values() if number >= SMALLEST), default=0)
    hidden = small | {answer for answer, number in given.items() if number == least}
    if hidden == set(given):
        return Row({}, total)
    return Row({answer: number for answer, number in counts.items() if answer not in hidden}, sum(given[answer] for answer in hidden))


class Missing(Enum):
    """Who has no answer of a field, by the form alone."""

    NOBODY = "nobody"  # every woman is asked and must answer; of files erased before they were counted, nobody knows
    OWN = "own"  # women whose number is in no other row
    SHARED = "shared"  # the very women who have no answer in another row either


def protect_answers(counts: Mapping[str, int], missing: Missing) -> Row | None:
    """The row of a field, of women who registered; ``None``: no row.

    A number that stands in several rows hides nobody: those without an answer are then shown beside the row when they are many, and there
    is no row when they, or those who answered, are few.
    """
    without = counts.get(NOT_GIVEN, 0)
    if missing is Missing.OWN or not without or (missing is Missing.NOBODY and without < SMALLEST):
        return protect_row(counts)
    given = {answer: number for answer, number in counts.items() if answer != NOT_GIVEN}
    if min(without, sum(given.values())) < SMALLEST:
        return None
    row = protect_row(given)
    return Row({**row.shown, NOT_GIVEN: without}, row.together)


def protect_rows(counts: Mapping[str, Mapping[str, int]], missing: Mapping[str, Missing]) -> dict[str, Row]:
    """The rows of a region and quarter: the kinds of call, and the fields of the women. A field that ``missing`` does not know has none.

    Their number is what every row of theirs adds up to, so there is none unless it is known: shown by the kinds, or everybody is a woman.
    A field that was counted of others too (until November 2026) has no row either.
    """
    kinds = counts[KIND]
    rows = {KIND: protect_row(kinds)}
    women = kinds.get(WOMEN, 0)
    if women and women in (rows[KIND].shown.get(WOMEN), sum(kinds.values())):
        found = {name: protect_answers(counts[name], how) for name, how in missing.items() if sum(counts[name].values()) == women}
        rows |= {name: row for name, row in found.items() if row}
    return rows


@dataclass(frozen=True)
class Release:
    """A month of a region: the number that goes out with it, and since which month it has been gathered. ``None``: held back."""

    number: int | None
    since: dt.date


def release(waiting: Sequence[tuple[dt.date, int]], month: dt.date, number: int) -> Release:
    """What goes out with ``month``, given the earlier months of the region that were held back, oldest first, and their numbers."""
    gathered = number + sum(earlier for _month, earlier in waiting)
    since = next((earlier for earlier, count in waiting if count), month)
    if gathered == 0 or gathered >= SMALLEST:
        return Release(gathered, since if gathered else month)
    return Release(None, since)


def added(rows: Iterable[Mapping[_Key, int]]) -> dict[_Key, int]:
    """Rows summed answer by answer."""
    total: dict[_Key, int] = {}
    for row in rows:
        for answer, number in row.items():
            total[answer] = total.get(answer, 0) + number
    return total
