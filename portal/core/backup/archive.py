"""The archive inside a backup: a plain tar stream, so that ``age -d ... | tar x`` opens it without this program.

``database/00000000...`` is the dump in pieces, ``media/`` and ``private/`` are the folders, ``media.sha256`` and ``private.sha256`` their
lists as ``sha256sum -c`` reads them, ``manifest.json`` and ``manifest.seal`` come last. Nothing is ever held whole in memory.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from .manifest import Part

PIECE = 4 << 20
#: Bytes of a document that are kept in memory while it is read; a longer one passes through a temporary file.
_IN_MEMORY = 16 << 20
_BUFFER = 1 << 20
#: What a restore leaves in a folder, and no backup takes.
ASIDE = (".before-", ".restoring-")


class FileList:
    """Lines of digests, kept in ``lines`` if somebody wants them, and what they add up to."""

    def __init__(self, lines: IO[bytes] | None = None) -> None:
        self._lines = lines
        self._files = self._bytes = 0
        self._digest = hashlib.sha256()

    def add(self, name: str, size: int, sha256: str) -> None:
        """One file more, in the order of the archive."""
        line = f"{sha256}  {name}\n".encode("utf-8", "surrogateescape")
        self._digest.update(line)
        if self._lines:
            self._lines.write(line)
        self._files += 1
        self._bytes += size

    @property
    def part(self) -> Part:
        """How many files, their bytes, and the digest of the list."""
        return Part(self._files, self._bytes, self._digest.hexdigest())


class ArchiveWriter(AbstractContextManager):
    """Writes the members one after the other, and at the end of the block the mark without which an archive reads as cut off."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT, bufsize=_BUFFER)  # noqa: SIM115 - closed at the end of the block

    def __exit__(self, *error: Any) -> None:
        self._tar.__exit__(*error)

    def add_pieces(self, name: str, stream: IO[bytes]) -> Part:
        """A stream whose length nobody knows yet, as members ``<name>/<number>``."""
        digest, size, number = hashlib.sha256(), 0, 0
        while piece := stream.read(PIECE):
            digest.update(piece)
            self.add_bytes(f"{name}/{number:08d}", piece)
            size, number = size + len(piece), number + 1
        return Part(number, size, digest.hexdigest())

    def add_folder(self, name: str, root: Path) -> Part:
        """Every file below ``root``, and their list; what disappears meanwhile is left out."""
        with SpooledTemporaryFile(_IN_MEMORY) as lines:
            listed = FileList(lines)
            for path in _files(root):
                member = f"{name}/{path.relative_to(root).as_posix()}"
                with suppress(FileNotFoundError), path.open("rb") as source, SpooledTemporaryFile(_IN_MEMORY) as held:
                    # Taken whole before its length is written: it may grow or shrink while it is read.
                    size, sha256 = copy_hashed(source, held)
                    held.seek(0)
                    self._add(member, held, size, os.fstat(source.fileno()).st_mtime)
                    listed.add(member, size, sha256)
            size = lines.tell()
            lines.seek(0)
            self._add(f"{name}.sha256", lines, size)
        return listed.part

    def add_bytes(self, name: str, body: bytes) -> None:
        """One small member."""
        self._add(name, io.BytesIO(body), len(body))

    def _add(self, name: str, body: Any, size: int, at: float = 0.0) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o640, int(at)
        self._tar.addfile(member, body)
        self._tar.members.clear()  # type: ignore[attr-defined]  # not in the stubs. It remembers every member otherwise: a kilobyte each


def members(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of every member, in order; each must be read before the next."""
    with tarfile.open(fileobj=stream, mode="r|", bufsize=_BUFFER) as tar:
        while (member := tar.next()) is not None:
            body = tar.extractfile(member)
            if body is not None:
                yield member.name, body
            tar.members.clear()  # type: ignore[attr-defined]  # not in the stubs


def copy_hashed(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copy to the end; how many bytes, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_BUFFER):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
    return size, digest.hexdigest()


def _files(folder: Path, *, top: bool = True) -> Iterator[Path]:
    """Regular files in a fixed order; links are not followed, and a folder that disappears is empty."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if top and entry.name.startswith(ASIDE):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), top=False)
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
