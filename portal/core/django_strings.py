"""Django's own words that our readers meet. Django has no Amazigh catalogue, so they are ours to translate.

Markers only: collecting messages finds them here. Nothing imports this file.
"""

from django.utils.translation import gettext_noop as _noop
from django.utils.translation import ngettext

_noop("This field is required.")
_noop("Enter a valid value.")
_noop("Enter a valid date.")
_noop("Enter a valid email address.")
_noop("Enter a whole number.")
_noop("Select a valid choice. %(value)s is not one of the available choices.")
_noop("Select a valid choice. That choice is not one of the available choices.")
_noop("Null characters are not allowed.")


def _plurals(number: int) -> list[str]:
    return [
        ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            number,
        )
    ]
