"""Encryption of a stream in the age format (age-encryption.org/v1), by a public key. Decision 730.

A file is cut into authenticated pieces whose number and whose end are part of what is authenticated: a byte changed, a piece left out,
moved or added, an end cut off, each is an error, and nothing of a piece is handed on before it proved to be whole.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage
from pyrage import x25519

from . import BackupError

_PIECE = 1 << 20
_NO_KEY = "No matching keys found"


def new_pair() -> tuple[str, str]:
    """A private key (``AGE-SECRET-KEY-1...``) and its public key (``age1...``)."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def read_recipients(texts: Sequence[str]) -> list[x25519.Recipient]:
    """Public keys, any of whose private keys will open what is sealed.

    Raises:
        BackupError: there is none, or one is no public key.
    """
    if not texts:
        raise BackupError("BACKUP_RECIPIENTS is empty: make a pair of keys with “manage.py backup_keys pair”, and put the public one there.")
    try:
        return [x25519.Recipient.from_str(text.strip()) for text in texts]
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENTS holds something that is no public key (age1...).") from error


def read_identities(path: Path) -> list[x25519.Identity]:
    """The private keys in a file, one a line, as ``age-keygen`` writes it.

    Raises:
        BackupError: the file is not there, or holds no private key.
    """
    try:
        lines = path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The private key cannot be read from {path}.") from error
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError as error:
        raise BackupError(f"{path} holds a damaged private key.") from error
    if not found:
        raise BackupError(f"{path} holds no private key (AGE-SECRET-KEY-1...).")
    return found


@contextmanager
def sealing(target: IO[bytes], recipients: Sequence[x25519.Recipient]) -> Iterator[IO[bytes]]:
    """What is written to the stream arrives encrypted in ``target``.

    Raises:
        BackupError: ``target`` takes no more.
    """
    incoming, outgoing = _pipe()
    pump = _Pump(lambda: pyrage.encrypt_io(incoming, target, recipients), incoming)
    try:
        yield outgoing
        outgoing.close()
    except BrokenPipeError as error:
        pump.join()
        raise BackupError(f"The backup cannot be written: {pump.error}") from error
    finally:
        with suppress(BrokenPipeError):
            outgoing.close()
        pump.join()
    if pump.error:
        raise BackupError(f"The backup cannot be written: {pump.error}") from pump.error


@contextmanager
def opening(source: IO[bytes], identities: Sequence[x25519.Identity]) -> Iterator[IO[bytes]]:
    """The stream that was sealed. When the block ends it has been read, and was whole, to its last byte.

    Raises:
        BackupError: none of the keys opens it, or it is not what was written.
    """
    incoming, outgoing = _pipe()
    pump = _Pump(lambda: pyrage.decrypt_io(source, outgoing, identities), outgoing)
    try:
        yield incoming
        while incoming.read(_PIECE):
            pass
    except Exception as error:
        incoming.close()
        pump.join()
        # A reader that stumbles over half a file has seen the consequence; the pump knows the cause.
        raise _refusal(pump.error) or error from error
    finally:
        incoming.close()
        pump.join()
    refused = _refusal(pump.error)
    if refused:
        raise refused


def _refusal(error: Exception | None) -> BackupError | None:
    if error is None or isinstance(error, BrokenPipeError):
        return None
    if _NO_KEY in str(error):
        return BackupError("This key does not open the backup: another one is needed, or the first lines of the file were changed.")
    return BackupError(f"The backup is damaged: a part of it was changed, moved, left out or cut off ({error}).")


class _Pump(threading.Thread):
    """Lets age work beside the thread at the other end of a pipe; closes its own end whatever happens, and keeps the error."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._work, self._end = work, end
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Work until the stream ends."""
        try:
            with closing(self._end):
                self._work()
        except Exception as error:
            self.error = error


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
