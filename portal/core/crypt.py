"""Encryption of personal columns, and keyed hashes to look them up. Decision 401.

A token is ``j1.<key id>.<base64>``: AES-256-GCM under a random nonce; the id says which of our keys can open it, so that
keys are rotated by adding one at the front and running ``rotate_keys``. What a token hides: the text. What it shows: its length.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

_VERSION = "j1"
_NONCE_BYTES = 12
#: Texts from elsewhere may hold lone surrogates, which plain UTF-8 refuses; they come back as they were.
_CODING = ("utf-8", "surrogatepass")


class CannotDecrypt(Exception):
    """The value is not ours, was changed, or its key is no longer in ``DATA_KEYS``. Says nothing of the row or the text."""


@dataclass(frozen=True)
class _DataKey:
    ident: str
    cipher: AESGCM

    @property
    def prefix(self) -> str:
        return f"{_VERSION}.{self.ident}."


def encrypt(text: str) -> str:
    """A token that only :func:`decrypt` opens; two of the same text differ."""
    key = _data_keys()[0]
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = key.cipher.encrypt(nonce, text.encode(*_CODING), key.prefix.encode())
    return key.prefix + base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def decrypt(token: str) -> str:
    """The text of a token.

    Raises:
        CannotDecrypt: no token of ours, changed since, or of a key we no longer hold.
    """
    for key in _data_keys():
        if token.startswith(key.prefix):
            return _open(key, token.removeprefix(key.prefix))
    raise CannotDecrypt("no key for this value")


def _open(key: _DataKey, body: str) -> str:
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        return key.cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], key.prefix.encode()).decode(*_CODING)
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise CannotDecrypt("the value was changed") from error


def writing_prefix() -> str:
    """How every token starts that is written today; others are left over from an older key."""
    return _data_keys()[0].prefix


def keyed_hash(purpose: str, value: str) -> str:
    """64 hexadecimal digits that only we can compute. The same value gives another hash for another purpose."""
    return keyed_hashes(purpose, value)[0]


def keyed_hashes(purpose: str, value: str) -> list[str]:
    """The hash under every key we hold, today's first: what to look for in rows that older keys wrote."""
    return [hmac.digest(key, value.encode(*_CODING), "sha256").hex() for key in _lookup_keys(purpose)]


class EncryptedColumn(NamedTuple):
    """A column that ``rotate_keys`` goes through."""

    model: type[models.Model]
    field: str


_columns: list[EncryptedColumn] = []


def register_encrypted(model: type[models.Model], field: str) -> None:
    """Name a plain text column that holds tokens. Fields of ``portal.core.encrypted`` are found without it."""
    column = EncryptedColumn(model, field)
    if column not in _columns:
        _columns.append(column)


def registered_columns() -> list[EncryptedColumn]:
    """Columns named by :func:`register_encrypted`."""
    return list(_columns)


def _data_keys() -> tuple[_DataKey, ...]:
    return _read_data_keys(tuple(settings.DATA_KEYS))


@lru_cache(maxsize=8)
def _read_data_keys(secrets_: tuple[str, ...]) -> tuple[_DataKey, ...]:
    keys = [hmac.digest(secret.encode(), b"portal.core.crypt data key", "sha256") for secret in _present(secrets_, "DATA_KEYS")]
    return tuple(_DataKey(hashlib.sha256(b"id of " + key).hexdigest()[:8], AESGCM(key)) for key in keys)


def _lookup_keys(purpose: str) -> tuple[bytes, ...]:
    return _read_lookup_keys(tuple(settings.LOOKUP_KEYS), purpose)


@lru_cache(maxsize=128)
def _read_lookup_keys(secrets_: tuple[str, ...], purpose: str) -> tuple[bytes, ...]:
    return tuple(hmac.digest(secret.encode(), b"portal.core.crypt lookup key " + purpose.encode(), "sha256") for secret in _present(secrets_, "LOOKUP_KEYS"))


def _present(secrets_: tuple[str, ...], name: str) -> tuple[str, ...]:
    if not secrets_ or not all(secrets_):
        raise ImproperlyConfigured(f"{name} is empty.")
    return secrets_
