"""Fingerprints that can be checked years later: SHA-256 of one spelling of a value, whoever computes it."""

import hashlib
import json


def canonical(value: object) -> str:
    """The one spelling of a JSON value that its fingerprint is taken of: sorted keys, no spaces, real letters."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
