"""Numbers that say who somebody is: the national card (CIN) of a person, the ICE of a body."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.ma import ice

from portal.core.text import clear_signs

ICE_DIGITS = 15
#: What people put between letters and digits.
_BETWEEN = re.compile(r"[\s./_\u2010-\u2015-]")
_CIN = re.compile(r"[A-Z]{1,2}[0-9]{1,6}")


def clean_cin(typed: str) -> str:
    """The number of a national card: one or two Latin letters, then up to six digits (``AB123456``).

    Letters that only look Latin are refused, not guessed: two spellings of one number would be two persons.

    Raises:
        ValidationError: saying what is wrong with it.
    """
    text = _BETWEEN.sub("", clear_signs(typed))
    if any(char.isalpha() and not char.isascii() for char in text):
        raise ValidationError(_("Write the letters of the card in Latin letters: A, B, C..."), code="letters")
    text = text.upper()
    if not _CIN.fullmatch(text):
        raise ValidationError(_("The number of the card has one or two letters, then up to 6 digits, like AB123456."), code="invalid")
    return text


def clean_ice(typed: str) -> str:
    """The common number of a company: fifteen digits, the last two of which check the others.

    Raises:
        ValidationError: saying what is wrong with it; a missing digit is counted.
    """
    text = _BETWEEN.sub("", clear_signs(typed))
    if not (text.isascii() and text.isdigit()):
        raise ValidationError(_("The ICE has 15 digits and no letter."), code="invalid")
    if len(text) != ICE_DIGITS:
        message = ngettext("This ICE has %(count)d digit; 15 are expected.", "This ICE has %(count)d digits; 15 are expected.", len(text))
        raise ValidationError(message, params={"count": len(text)}, code="digits")
    try:
        return ice.validate(text)
    except WrongNumber as error:
        raise ValidationError(_("This ICE has a mistake in it. Compare it with your papers."), code="mistyped") from error
