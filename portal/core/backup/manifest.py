"""What a backup says of itself, and the proof that it is ours."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass

from portal.core.crypt import CannotDecrypt, decrypt, encrypt, keyed_hash, keyed_hashes

from . import BackupError

_FORMAT = 1
_PURPOSE = "portal.core.backup"


@dataclass(frozen=True)
class Part:
    """The database or one folder. ``sha256``: of the dump, or of the folder's list of digests."""

    files: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Last in the archive. A folder that is None lay in an object store and is not in the backup."""

    made_at: str
    vendor: str
    server: str
    tables: dict[str, int]
    migrations: list[str]
    database: Part
    media: Part | None
    private: Part | None

    def to_bytes(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps({"format": _FORMAT} | dataclasses.asdict(self), indent=1).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Manifest":
        """Read it back.

        Raises:
            BackupError: written by a release that wrote otherwise.
        """
        try:
            values = json.loads(body)
            if values.pop("format") != _FORMAT:
                raise BackupError("A newer release made this backup, in another form: install that release and restore with it.")
            parts = {name: values[name] and Part(**values[name]) for name in ("database", "media", "private")}
            return cls(**(values | parts))
        except (KeyError, TypeError, ValueError) as error:
            raise BackupError("The manifest of the backup cannot be read.") from error


def seal_of(body: bytes) -> bytes:
    """Made with this instance's own keys: the public key alone could make a backup, but not this."""
    digest = hashlib.sha256(body).hexdigest()
    return json.dumps({"data": encrypt(digest), "lookup": keyed_hash(_PURPOSE, digest)}).encode()


def is_ours(body: bytes, seal: bytes) -> bool:
    """Whether ``DATA_KEYS`` and ``LOOKUP_KEYS`` here are those under which the backup was made: what it holds opens with them."""
    digest = hashlib.sha256(body).hexdigest()
    try:
        values = json.loads(seal)
        return decrypt(values["data"]) == digest and values["lookup"] in keyed_hashes(_PURPOSE, digest)
    except (CannotDecrypt, KeyError, TypeError, ValueError):
        return False
