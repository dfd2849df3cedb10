"""References, resume codes and tracking secrets: digits that can be dictated over a telephone.

Only keyed hashes of codes and secrets are stored. The tracking secret follows from the draft and its resume code, so
that a repeated sending shows the same receipt without the secret being kept anywhere.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac
from stdnum import damm

from portal.core.text import western_digits

_RESUME_DIGITS = 12
_SECRET_DIGITS = 8
_SEQUENCE_DIGITS = 6


def digits_of(typed: str) -> str:
    """The digits of what was typed, whatever separates them and whatever script they are in."""
    return "".join(char for char in western_digits(typed[:100]) if char in "0123456789")


def make_reference(*, region_code: str, year: int, sequence: int) -> str:
    """``09-2026-004817-3``: region, year, number, check digit (Damm: finds every wrong or swapped digit)."""
    body = f"{region_code}{year}{sequence:0{_SEQUENCE_DIGITS}d}"
    return f"{region_code}-{year}-{body[6:]}-{damm.calc_check_digit(body)}"


def read_reference(typed: str) -> str:
    """A reference as stored, from what somebody typed; empty when it cannot be one."""
    digits = digits_of(typed)
    if len(digits) < 13 or not damm.is_valid(digits):
        return ""
    return f"{digits[:2]}-{digits[2:6]}-{digits[6:-1]}-{digits[-1]}"


def new_resume_code() -> str:
    """Twelve random digits, the last one a check digit."""
    body = "".join(secrets.choice("0123456789") for _place in range(_RESUME_DIGITS - 1))
    return body + damm.calc_check_digit(body)


def show_code(code: str) -> str:
    """Digits in groups of four, as they are read out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_resume_code(typed: str) -> str:
    """The twelve digits of a resume code; empty when it cannot be one."""
    digits = digits_of(typed)
    return digits if len(digits) == _RESUME_DIGITS and damm.is_valid(digits) else ""


def resume_hash(code: str) -> str:
    """What is stored of a resume code."""
    return salted_hmac("forms_app.resume", code, algorithm="sha256").hexdigest()


def tracking_secret(*, draft_id: str, resume_code: str) -> str:
    """The eight digits printed on the receipt."""
    value = int(salted_hmac("forms_app.tracking", f"{draft_id}:{resume_code}", algorithm="sha256").hexdigest(), 16)
    return f"{value % 10**_SECRET_DIGITS:0{_SECRET_DIGITS}d}"


def secret_hash(*, reference: str, secret: str) -> str:
    """What is stored of a tracking secret, bound to its reference."""
    return salted_hmac("forms_app.secret", f"{reference}:{secret}", algorithm="sha256").hexdigest()


def secret_matches(*, reference: str, secret: str, stored: str) -> bool:
    """Whether a typed secret is the one of this reference; takes the same time either way."""
    return constant_time_compare(secret_hash(reference=reference, secret=secret), stored)
