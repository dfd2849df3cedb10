"""Private files on the disk of this machine: what was acknowledged is on the disk itself, and half a file is no file."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.core.files.storage import FileSystemStorage, Storage, storages

_Thing = TypeVar("_Thing")


def private_storage() -> Storage:
    """Where private files lie: outside what the web server serves."""
    return storages["private"]


class PrivateFiles(FileSystemStorage):
    """``FileSystemStorage`` that waits until the disk has it, and leaves nothing behind on a full one."""

    def _save(self, name: str, content: Any) -> str:
        """Raises ``OSError`` as the disk does. Names are ours and drawn at random, so that what is taken away is nobody else's."""
        try:
            kept = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
            for place in (Path(self.path(kept)), Path(self.path(kept)).parent):
                onto_the_disk(place)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
        return kept


def let_each_go(things: Iterable[_Thing], let_go: Callable[[_Thing], None]) -> int:
    """Delete what these are about; how many went. One that the disk keeps holds back no other.

    Raises:
        OSError: the first of those, once all were tried.
    """
    done, errors = 0, []
    for thing in things:
        try:
            let_go(thing)
            done += 1
        except OSError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return done


def onto_the_disk(place: Path) -> None:
    """Return once a file's bytes, or the names in a folder, are on the disk itself."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def append_lines(file: BinaryIO, lines: bytes) -> None:
    """Add whole lines to a file opened to read and append; they are on the disk itself when this returns.

    Its last line may have been cut off by a fault of the machine or a full disk: theirs begin on a line of their own.
    """
    if file.seek(0, os.SEEK_END):
        file.seek(-1, os.SEEK_END)
        lines = lines if file.read(1) == b"\n" else b"\n" + lines
    file.write(lines)
    file.flush()
    os.fsync(file.fileno())
