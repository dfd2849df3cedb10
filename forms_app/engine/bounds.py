"""Smallest and largest values: of a number, an amount, a date, or of how many answers are chosen."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, overload

from django.utils import timezone

from portal.core.formats import format_number

from .structure import MAX_NUMBER

#: The day of answering, in Moroccan time.
TODAY = "today"
FIRST_YEAR, LAST_YEAR = 1900, 2100


@overload
def read_bound(question_type: Literal["date"], given: float | str | None) -> dt.date | None: ...
@overload
def read_bound(question_type: Literal["number", "money"], given: float | str | None) -> Decimal | None: ...
@overload
def read_bound(question_type: str, given: float | str | None) -> Decimal | dt.date | int | None: ...
def read_bound(question_type: str, given: float | str | None) -> Decimal | dt.date | int | None:
    """A bound as its type compares it: a Decimal, a date, a count. ``None``: it suits no question of this type."""
    if question_type == "date":
        return _read_date(given)
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= MAX_NUMBER:
        return None
    if question_type == "money":
        return number if number == round(number, 2) else None
    return (int(number) if question_type == "multiple" else number) if number == int(number) else None


def written(number: int, *, least: float | str | Decimal | None, most: float | str | Decimal | None) -> str:
    """A whole number between these bounds as readers see it. Where it can only be a year its digits are not parted."""
    first, last = Decimal(str(least or 0)), Decimal(str(most or 0))
    return str(number) if FIRST_YEAR <= first <= last <= LAST_YEAR else format_number(number)


def _read_date(given: Any) -> dt.date | None:
    if given == TODAY:
        return timezone.localdate()
    try:
        date = dt.date.fromisoformat(given)
    except (TypeError, ValueError):
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None
