"""One way to each kind of database: a copy of one moment, how many rows it holds, and the way back."""

import copy
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from .. import BackupError


@dataclass(frozen=True)
class Snapshot:
    """One moment of a database. ``dump``: its content, to be read to the end before the block ends."""

    vendor: str
    server: str
    tables: dict[str, int]
    migrations: list[str]
    dump: IO[bytes]


def snapshot(connection: BaseDatabaseWrapper) -> AbstractContextManager[Snapshot]:
    """A moment of the living database; nobody waits for it.

    Raises:
        BackupError: the database's own program is not here, or failed.
    """
    return _kind(connection).snapshot(connection)


def load(connection: BaseDatabaseWrapper, dump: Path, *, replace: bool = False) -> None:
    """Put a dump into the database, whole or not at all. ``replace``: what is there goes.

    Raises:
        BackupError: it could not be done, and nothing was changed.
    """
    _kind(connection).load(connection, dump, replace=replace)


def temporary(connection: BaseDatabaseWrapper, folder: Path) -> AbstractContextManager[BaseDatabaseWrapper]:
    """An empty database of the same kind, until the block ends. ``folder``: where one that is a file lies.

    Raises:
        BackupError: the role may not create one.
    """
    return _kind(connection).temporary(connection, folder)


def count_rows(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Rows of every table."""
    with connection.cursor() as cursor:
        counted = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name the database itself gave
            (counted[table],) = cursor.fetchone()
        return counted


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether it holds no table."""
    return not connection.introspection.table_names()


def applied(connection: BaseDatabaseWrapper) -> list[str]:
    """Migrations that ran, as ``app.name``."""
    table = MigrationRecorder.Migration._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(f"SELECT app, name FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of Django's
        return sorted(f"{app}.{name}" for app, name in cursor.fetchall())


def beside(connection: BaseDatabaseWrapper, name: str = "") -> BaseDatabaseWrapper:
    """Another connection to the same server, outside the pool and without what is set for a living site; to be closed."""
    values = copy.deepcopy(connection.settings_dict)
    values["OPTIONS"] = {option: value for option, value in values.get("OPTIONS", {}).items() if option not in ("pool", "init_command")}
    values["NAME"] = name or values["NAME"]
    return load_backend(values["ENGINE"]).DatabaseWrapper(values, alias=f"{connection.alias}_beside")


@contextmanager
def closed_after(connection: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """The connection, until the block ends."""
    try:
        yield connection
    finally:
        connection.close()


def _kind(connection: BaseDatabaseWrapper) -> ModuleType:
    if connection.vendor not in ("postgresql", "sqlite"):
        raise BackupError(f"Databases of the kind {connection.vendor} cannot be backed up.")
    return import_module(f"{__name__}.{connection.vendor}")
