"""Tries a backup: restores it beside the living site, into a database and a folder of its own, and compares."""

import datetime as dt
import errno
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from django.db.backends.base.base import BaseDatabaseWrapper
from pyrage import x25519

from portal.core.kept_folders import STORAGES

from . import BackupError
from .databases import count_rows, load, temporary
from .making import Backup
from .opening import Opened, forget_left_behind, unpack

_SUFFIX = ".verified"
#: A machine that may only read the backups, by its user or by how they are mounted, notes its runs in its own database.
_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_PREFIX = "jisr-verify-"


def verify_backup(*, connection: BaseDatabaseWrapper, source: Path, identities: Sequence[x25519.Identity], scratch: Path | None) -> Opened:
    """Restore ``source`` and compare every digest and the rows of every table with its manifest. ``scratch``: where there is room for it.

    Raises:
        BackupError: it could not be restored, or is not what its manifest says.
    """
    forget_left_behind(Path(scratch or gettempdir()), _PREFIX)
    with TemporaryDirectory(prefix=_PREFIX, dir=scratch) as folder:
        folders = {name: Path(folder) / name for name in STORAGES}
        opened = unpack(source, identities=identities, folders=folders, dump=Path(folder) / "dump")
        if opened.manifest.vendor != connection.vendor:
            raise BackupError(f"The backup is of a database {opened.manifest.vendor}; here is one of {connection.vendor} to try it in.")
        with temporary(connection, Path(folder)) as trial:
            load(trial, opened.database)
            found = count_rows(trial)
    expected = opened.manifest.tables
    differing = sorted(table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table))
    if differing:
        raise BackupError(f"Restored, these tables have other rows than when the backup was made: {', '.join(differing)}")
    return opened


def note_verified(source: Path, *, at: dt.datetime) -> None:
    """Leave word beside the backup, for machines that hold no private key. It tells no count."""
    try:
        _note_of(source).write_text(json.dumps({"verified_at": at.isoformat(timespec="seconds")}) + "\n", encoding="ascii")
        _note_of(source).chmod(0o644)  # the trial's unit lets nobody else read what it writes
    except OSError as error:
        if error.errno not in _READ_ONLY:
            raise


def last_verified(backups: Sequence[Backup], *, at: dt.datetime) -> dt.datetime | None:
    """When one of these was last verified before ``at``, by any machine that left word. One whose clock was ahead tells nothing."""
    noted = []
    for backup in backups:
        with suppress(FileNotFoundError, ValueError, KeyError):
            note = json.loads(_note_of(backup.path).read_text(encoding="ascii"))
            noted.append(dt.datetime.fromisoformat(note["verified_at"]))
    return max((moment for moment in noted if moment <= at), default=None)


def forget_note(source: Path) -> None:
    """With its backup goes the word about it."""
    _note_of(source).unlink(missing_ok=True)


def _note_of(source: Path) -> Path:
    return source.with_name(source.name + _SUFFIX)
