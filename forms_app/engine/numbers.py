"""Numbers and amounts as people type them: any digits, spaces or points between thousands, a comma or a point before cents, "DH" after."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.text import clear_signs

MAX_DIGITS = 12
_ARABIC_SIGNS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "−": "-"})
_SPACES = re.compile(r"[\s'’]+")
_UNIT = re.compile(r"(dhs?|mad|dirhams?|درهم|درهما|دراهم|د\.?م\.?)$", re.IGNORECASE)
_NUMBER = re.compile(r"(-?)([0-9]+)((?:[.,][0-9]+)*)")


def read_number(typed: str, *, cents: bool) -> int | str:
    """The number as it is stored: whole ones as ``int``, amounts with cents as ``"1250.50"``.

    ``1.250`` and ``1,250`` are one thousand two hundred and fifty: cents have two digits at most, so three are thousands.

    Raises:
        ValidationError: when it is no number, too long, or has a fraction where none is expected.
    """
    text = _UNIT.sub("", _SPACES.sub("", clear_signs(typed).translate(_ARABIC_SIGNS)))
    match = _NUMBER.fullmatch(text)
    if not match:
        raise ValidationError(_("Write a number in digits, for example 1500."), code="not_a_number")
    sign, first, rest = match.groups()
    groups = re.findall(r"([.,])([0-9]+)", rest)
    fraction = groups.pop()[1] if groups and _is_fraction(first, groups) else ""
    if any(len(digits) != 3 or mark != groups[0][0] for mark, digits in groups) or (groups and len(first) > 3) or len(fraction) > 2:
        raise ValidationError(_("Write a number in digits, for example 1500."), code="not_a_number")
    whole = (first + "".join(digits for _mark, digits in groups)).lstrip("0") or "0"
    if len(whole) > MAX_DIGITS:
        raise ValidationError(_("This number has too many digits."), code="too_long")
    if not int(fraction or 0):
        return int(sign + whole)
    if not cents:
        raise ValidationError(_("Write a whole number, without a comma."), code="whole")
    return f"{sign}{whole}.{fraction:0<2}"


def _is_fraction(first: str, groups: list[tuple[str, str]]) -> bool:
    """Whether the last group is cents: another mark than those before it, or alone and not three digits after one to three."""
    marks = [mark for mark, _digits in groups]
    if len(marks) > 1:
        return marks[-1] not in marks[:-1]
    return not (len(groups[0][1]) == 3 and 1 <= len(first) <= 3 and first != "0")


def as_decimal(stored: int | str) -> Decimal:
    """A stored number, to compare."""
    return Decimal(stored)
