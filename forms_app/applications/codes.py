"""References, resume codes and tracking secrets: digits that can be dictated over a telephone.

Only keyed hashes of codes and secrets are stored. The tracking secret follows from the draft and its resume code, so
that a repeated sending shows the same receipt without the secret being kept anywhere. The keys may be renewed
(``LOOKUP_KEYS``): what is stored is compared with the hashes under every key, what is new is stored under the first.
"""

import secrets
from collections.abc import Iterable

from django.utils.crypto import constant_time_compare
from stdnum import damm

from portal.core.crypt import CannotDecrypt, decrypt, encrypt, keyed_hash, keyed_hashes
from portal.core.text import western_digits

_RESUME_DIGITS = 12
_SECRET_DIGITS = 8
_SEQUENCE_DIGITS = 6
_CALL_DIGITS = 4


def digits_of(typed: str) -> str:
    """The digits of what was typed, whatever separates them and whatever script they are in."""
    return "".join(char for char in western_digits(typed[:100]) if char in "0123456789")


def drawn_number() -> int:
    """For a sealed call: a number that says neither how many came before nor when."""
    return 1 + secrets.randbelow(10**_SEQUENCE_DIGITS - 1)


def make_reference(*, call_number: int, sequence: int) -> str:
    """``1012-004817-3``: number of the call, number within it, check digit (Damm: finds every wrong or swapped digit)."""
    call, number = f"{call_number:0{_CALL_DIGITS}d}", f"{sequence:0{_SEQUENCE_DIGITS}d}"
    return f"{call}-{number}-{damm.calc_check_digit(call + number)}"


def read_reference(typed: str) -> str:
    """A reference as stored, from what somebody typed; empty when it cannot be one."""
    digits = digits_of(typed)
    if not _CALL_DIGITS + _SEQUENCE_DIGITS < len(digits) <= 18 or not damm.is_valid(digits):
        return ""
    return f"{digits[:_CALL_DIGITS]}-{digits[_CALL_DIGITS:-1]}-{digits[-1]}"


def new_resume_code() -> str:
    """Twelve random digits, the last one a check digit."""
    body = "".join(secrets.choice("0123456789") for _place in range(_RESUME_DIGITS - 1))
    return body + damm.calc_check_digit(body)


def carried_code(*, resume_code: str, to: str) -> str:
    """The resume code of a file carried over from the one with this code; ``to`` names the call: asked twice, it is the same code."""
    body = f"{int(keyed_hash('carried', f'{resume_code}:{to}'), 16) % 10 ** (_RESUME_DIGITS - 1):0{_RESUME_DIGITS - 1}d}"
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
    return keyed_hash("resume", code)


def resume_hashes(code: str) -> list[str]:
    """What may be stored of a resume code, under each key still in use."""
    return keyed_hashes("resume", code)


def link_token(*, draft_id: str, code: str) -> str:
    """What a private link carries: draft and code, readable by the server only."""
    return encrypt(f"{draft_id}:{code}")


def read_link_token(token: str) -> tuple[str, str] | None:
    """Draft and code of a private link; ``None`` when it is forged, cut or of a key no longer in use."""
    try:
        draft_id, separator, code = decrypt(token[:400]).partition(":")
    except CannotDecrypt:
        return None
    return (draft_id, code) if separator else None


def new_share_token() -> str:
    """What a colleague's link carries: random, and stored as a keyed hash only."""
    return secrets.token_urlsafe(16)


def share_hash(token: str) -> str:
    """What is stored of a colleague's link."""
    return keyed_hash("share", token)


def share_hashes(token: str) -> list[str]:
    """What may be stored of such a link, under each key still in use."""
    return keyed_hashes("share", token)


def tracking_secret(*, draft_id: str, resume_code: str) -> str:
    """The eight digits printed on the receipt of a file sent now."""
    return _as_secret(keyed_hash("tracking", f"{draft_id}:{resume_code}"))


def printed_secret(*, draft_id: str, resume_code: str, reference: str, stored: str) -> str:
    """The eight digits that were printed on this receipt, whichever key was in use; empty when the code is not the draft's."""
    candidates = (_as_secret(value) for value in keyed_hashes("tracking", f"{draft_id}:{resume_code}"))
    return next((secret for secret in candidates if secret_matches(reference=reference, secret=secret, stored=stored)), "")


def _as_secret(digest: str) -> str:
    return f"{int(digest, 16) % 10**_SECRET_DIGITS:0{_SECRET_DIGITS}d}"


def secret_hash(*, reference: str, secret: str) -> str:
    """What is stored of a tracking secret, bound to its reference."""
    return keyed_hash("secret", f"{reference}:{secret}")


def secret_matches(*, reference: str, secret: str, stored: str) -> bool:
    """Whether a typed secret is the one of this reference; takes the same time either way."""
    return _any_equal(stored, keyed_hashes("secret", f"{reference}:{secret}"))


def person_key(number: str) -> str:
    """What is stored of an identity card's or company's number, to find a second file of the same person."""
    return keyed_hash("person", number)


def person_keys(number: str) -> list[str]:
    """What may be stored of such a number, under each key still in use."""
    return keyed_hashes("person", number)


def _any_equal(stored: str, candidates: Iterable[str]) -> bool:
    """Compares with all of them, so that the time tells nothing."""
    return sum(constant_time_compare(candidate, stored) for candidate in candidates) > 0
