"""Private files on the disk of this machine: what was acknowledged is on the disk itself, and half a file is no file."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.http import Http404


def private_storage() -> Storage:
    """Where private files lie: outside what the web server serves."""
    return storages["private"]


@contextmanager
def kept_file(name: str, content: BinaryIO) -> Iterator[str]:
    """Keep a private file that the block notes in a row, under its place. If the block fails, no byte of it stays: no row names it."""
    place = private_storage().save(name, File(content))
    try:
        yield place
    except BaseException:
        private_storage().delete(place)
        raise


@contextmanager
def lost_is_not_there() -> Iterator[None]:
    """Around the opening of a private file for a reader: one whose bytes are gone is answered like one that never was.

    Raises:
        Http404: its bytes are gone, as just after it expired, or on a restored server.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise Http404 from error


def delete_each(kept: Iterable[tuple[str, Callable[[], object]]]) -> int:
    """Delete private files by their places, and call of each what notes that it is gone; how many. One gone already is no error.

    Raises:
        OSError: the disk keeps one; every other one is deleted first.
    """
    done, errors = 0, []
    for place, note in kept:
        try:
            private_storage().delete(place)
        except OSError as error:
            errors.append(error)
            continue
        note()
        done += 1
    if errors:
        raise errors[0]
    return done


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
