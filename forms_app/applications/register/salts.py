"""The code of a line in the register: 16 random bytes as somebody can read them out and type them."""

import secrets

from portal.core.text import western_digits

_BITS = 128
#: Crockford's: no I, L, O or U, which are read for something else.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_FOR = str.maketrans("ILO", "110")
_BODY, _CHECK, _GROUP = 26, 2, 4
#: The largest prime that two letters hold: every wrong letter and every two that changed places are found.
_PRIME = 1021


def new_salt() -> str:
    """``4K7Q-F0M2-9XRB-ZT31-H8W5-C6ND-Y0AG``: it is hashed as it is printed."""
    return _spelled(secrets.randbits(_BITS))


def read_salt(typed: str) -> str:
    """The code as it was printed, from what somebody typed; empty when it has a mistake in it."""
    letters = "".join(char for char in western_digits(typed[:100]).upper().translate(_READ_FOR) if char.isalnum())
    if len(letters) != _BODY + _CHECK or not set(letters) <= set(_LETTERS):
        return ""
    number = 0
    for letter in letters[:_BODY]:
        number = number << 5 | _LETTERS.index(letter)
    read = _spelled(number)
    return read if read.replace("-", "") == letters else ""


def _spelled(number: int) -> str:
    letters = _in_letters(number, _BODY) + _in_letters(number % _PRIME, _CHECK)
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def _in_letters(number: int, length: int) -> str:
    return "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(length)))
