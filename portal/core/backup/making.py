"""Makes a backup: a file that is whole, or none."""

import datetime as dt
import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.core.kept_folders import kept_folders
from portal.core.private_files import onto_the_disk

from . import BackupError
from .archive import ArchiveWriter
from .databases import snapshot
from .manifest import Manifest, seal_of
from .sealing import read_recipients, sealing

_NAMED = "jisr-%Y%m%dT%H%M%SZ.tar.age"
_NAMES = re.compile(r"jisr-\d{8}T\d{6}Z\.tar\.age")
_UNFINISHED = ".part"


@dataclass(frozen=True)
class Backup:
    """A finished file and the moment it tells of."""

    path: Path
    made_at: dt.datetime


def backups_in(folder: Path) -> list[Backup]:
    """Finished backups, oldest first."""
    names = sorted(path.name for path in folder.iterdir() if _NAMES.fullmatch(path.name)) if folder.is_dir() else []
    return [Backup(folder / name, dt.datetime.strptime(name, _NAMED).replace(tzinfo=dt.UTC)) for name in names]


def make_backup(*, connection: BaseDatabaseWrapper, folder: Path, recipients: Sequence[str], at: dt.datetime) -> Backup:
    """Write one more backup into ``folder``. It has its name only once it is whole and on the disk.

    Raises:
        BackupError: the public keys are wrong, another backup is being made, or something could not be read or written.
    """
    keys = read_recipients(recipients)
    folder.mkdir(parents=True, exist_ok=True)
    made = Backup(folder / at.astimezone(dt.UTC).strftime(_NAMED), at)
    with _alone(folder):
        for left_behind in folder.glob(f"*{_UNFINISHED}"):
            left_behind.unlink()
        unfinished = made.path.with_name(made.path.name + _UNFINISHED)
        try:
            with unfinished.open("xb") as target:
                with sealing(target, keys) as stream:
                    _write(stream, connection, at)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(made.path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        onto_the_disk(folder)  # the new name itself
    return made


def _write(stream: IO[bytes], connection: BaseDatabaseWrapper, at: dt.datetime) -> None:
    """The database first: what a row of it names was there then, and is there still, or was erased since."""
    with ArchiveWriter(stream) as archive:
        with snapshot(connection) as moment:
            database = archive.add_pieces("database", moment.dump)
        parts = {name: archive.add_folder(name, root) if root else None for name, root in kept_folders().items()}
        manifest = Manifest(
            made_at=at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            vendor=moment.vendor,
            server=moment.server,
            tables=moment.tables,
            migrations=moment.migrations,
            database=database,
            **parts,
        )
        body = manifest.to_bytes()
        archive.add_bytes("manifest.json", body)
        archive.add_bytes("manifest.seal", seal_of(body))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("Another backup is being made in this folder.") from error
        yield
