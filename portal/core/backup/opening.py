"""Reads a backup into empty folders, and hands it on only when every byte of it was proved."""

import hashlib
import shutil
import tarfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from pyrage import x25519

from . import BackupError
from .archive import FileList, copy_hashed, members
from .manifest import Manifest, Part, is_ours
from .sealing import opening

_SMALL = 64 << 20


@dataclass(frozen=True)
class Opened:
    """A backup that is whole. ``ours``: made with the keys of this instance, so that its columns will open here."""

    manifest: Manifest
    database: Path
    ours: bool


def unpack(source: Path, *, identities: Sequence[x25519.Identity], folders: dict[str, Path], dump: Path) -> Opened:
    """Unpack ``source``: each folder of the archive into the empty one named for it, the database into the file ``dump``.

    Raises:
        BackupError: it cannot be opened, is damaged, or holds anything else than what it says.
    """
    try:
        with source.open("rb") as sealed, opening(sealed, identities) as stream, ExitStack() as stack:
            unpacked = _Unpacker(folders, stack.enter_context(dump.open("wb")))
            for name, body in members(stream):
                unpacked.take(name, body)
    except FileNotFoundError as error:
        raise BackupError(f"There is no backup {source}.") from error
    except tarfile.TarError as error:
        raise BackupError(f"The backup does not hold what a backup holds ({error}).") from error
    return unpacked.opened(dump)


def forget_left_behind(folder: Path, prefix: str) -> None:
    """Delete what a run that was killed had unpacked: everybody's data, in the clear."""
    for path in folder.glob(f"{prefix}*"):
        shutil.rmtree(path, ignore_errors=True)


class _Unpacker:
    """Writes the members where they belong, and adds them up as they were added up when they were written."""

    def __init__(self, folders: dict[str, Path], dump: IO[bytes]) -> None:
        self._folders, self._dump = folders, dump
        self._lists = {name: FileList() for name in folders}
        self._pieces = _Pieces(dump)
        self._texts: dict[str, bytes] = {}

    def take(self, name: str, body: IO[bytes]) -> None:
        kind, _slash, below = name.partition("/")
        if kind == "database":
            self._pieces.add(body)
        elif below and kind in self._folders:
            path = self._folders[kind].joinpath(*_safe(below))
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as target:
                size, sha256 = copy_hashed(body, target)
            self._lists[kind].add(name, size, sha256)
        elif name.startswith("manifest."):
            self._texts[name] = body.read(_SMALL)
        elif not name.endswith(".sha256"):
            raise BackupError("The backup holds something that no backup holds.")

    def opened(self, dump: Path) -> Opened:
        if set(self._texts) != {"manifest.json", "manifest.seal"}:
            raise BackupError("The backup has no manifest: it was not finished.")
        body = self._texts["manifest.json"]
        manifest = Manifest.from_bytes(body)
        found = {"database": self._pieces.part} | {name: listed.part for name, listed in self._lists.items()}
        nothing = FileList().part
        for name, part in found.items():
            if part != (getattr(manifest, name) or nothing):
                raise BackupError(f"The {name} of the backup are not those its manifest tells of.")
        return Opened(manifest, dump, is_ours(body, self._texts["manifest.seal"]))


class _Pieces:
    """Puts the pieces of a stream together again."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._digest, self._count, self._size = target, hashlib.sha256(), 0, 0

    def add(self, body: IO[bytes]) -> None:
        piece = body.read()
        self._digest.update(piece)
        self._target.write(piece)
        self._count, self._size = self._count + 1, self._size + len(piece)

    @property
    def part(self) -> Part:
        return Part(self._count, self._size, self._digest.hexdigest())


def _safe(below: str) -> tuple[str, ...]:
    parts = PurePosixPath(below).parts
    if below.startswith("/") or not parts or ".." in parts:
        raise BackupError("The backup holds a file that would lie outside its folder.")
    return parts
