"""Moroccan telephone numbers as people type them: spaces, points, Arabic-Indic digits, +212 or 0."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from portal.core.text import clear_signs

DIGITS = 10
_MOROCCO = "+212"


def clean_phone(typed: str) -> str:
    """The number as ``+212612345678``.

    Raises:
        ValidationError: saying what is wrong with it; a missing digit is counted.
    """
    text = clear_signs(typed)
    digits = "".join(char for char in text if char.isdigit())
    if digits.startswith("0") and not digits.startswith("00") and len(digits) != DIGITS:
        message = ngettext(
            "This telephone number has %(count)d digit; 10 are expected.", "This telephone number has %(count)d digits; 10 are expected.", len(digits)
        )
        raise ValidationError(message, params={"count": len(digits)}, code="digits")
    try:
        number = PhoneNumber.from_string(text, region="MA")
    except NumberParseException as error:
        raise ValidationError(_("This telephone number is not correct. Write it like 06 12 34 56 78."), code="invalid") from error
    if not number.is_valid():
        raise ValidationError(_("This telephone number is not correct. Write it like 06 12 34 56 78."), code="invalid")
    return number.as_e164


def show_phone(number: str) -> str:
    """A stored number as Morocco writes it: ``06 12 34 56 78``; a foreign one as it is."""
    if not number.startswith(_MOROCCO):
        return number
    local = "0" + number.removeprefix(_MOROCCO)
    return " ".join(local[start : start + 2] for start in range(0, len(local), 2))
