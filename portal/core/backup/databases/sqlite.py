"""SQLite: its own online copy, while others read and write; back by the same way."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from .. import BackupError
from . import Snapshot, applied, beside, closed_after, count_rows


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """Counted and dumped from the copy."""
    with TemporaryDirectory(prefix="jisr-backup-") as folder:
        path = Path(folder) / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copied:
            connection.connection.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")  # one file, whatever the living one is
        with closed_after(beside(connection, str(path))) as own:
            tables, migrations = count_rows(own), applied(own)
        with path.open("rb") as dump:
            yield Snapshot("sqlite", sqlite3.sqlite_version, tables, migrations, dump)


def load(connection: BaseDatabaseWrapper, dump: Path, *, replace: bool) -> None:
    """SQLite replaces the whole content in one transaction of its own."""
    try:
        with closed_after(beside(connection, str(dump))) as source:
            source.ensure_connection()  # Django's: constraints call functions of its own
            if not _is_whole(source.connection, dump):
                raise BackupError("The database in the backup is damaged.")
            connection.ensure_connection()
            source.connection.backup(connection.connection)
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"SQLite took nothing of it: {error}") from error


@contextmanager
def temporary(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """A file in ``folder``."""
    with closed_after(beside(connection, str(folder / "verification.sqlite3"))) as made:
        yield made


def _is_whole(source: sqlite3.Connection, dump: Path) -> bool:
    """SQLite takes the missing end of its last page for zeros, and its own check says "ok" when they stood for nothing in use."""
    (verdict,), (page,), (pages,) = (source.execute(f"PRAGMA {asked}").fetchone() for asked in ("integrity_check", "page_size", "page_count"))
    return verdict == "ok" and dump.stat().st_size == page * pages
