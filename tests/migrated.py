"""A database that has all migrations, made once and copied: making it takes half a minute, and each process of each part of the suite needs one.

SQLite: a file below ``.pytest_cache``. PostgreSQL: a database of the same server, which the others are copied from. Both are named after the code,
so a change of it makes a new one and forgets the old. What follows the migrations (``post_migrate``) runs each time, as ever.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.db import IntegrityError, ProgrammingError, connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "migrated"
_ROOMS = ("forms_app", "home", "portal", "programmes", "regions", "search")
_PREFIX = "test_migrated_"
#: Whether PostgreSQL has a database of a name.
IS_THERE = "SELECT 1 FROM pg_database WHERE datname = %s"
#: Where Django keeps a test database that is a SQLite one in memory.
_IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


@cache
def name() -> str:
    """Of the database that this code's migrations make, with the libraries installed here."""
    content = hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (ROOT / room).rglob("*.py")):
        content.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    for one in sorted(f"{found.name}=={found.version}" for found in importlib.metadata.distributions()):
        content.update(one.encode())
    return _PREFIX + content.hexdigest()[:16]


def file() -> Path:
    """The SQLite one; it may not have been made yet."""
    return FOLDER / f"{name()}.sqlite3"


@contextlib.contextmanager
def copied() -> Iterator[None]:
    """Let Django make its test database from the one that was kept, if there is one."""
    known = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        known["TEMPLATE"] = name() if _is_kept() else None
        yield
    elif file().exists():
        known["NAME"] = _IN_MEMORY
        with contextlib.closing(sqlite3.connect(_IN_MEMORY, uri=True)) as memory:  # lasts as long as anybody has it open
            with contextlib.closing(sqlite3.connect(f"file:{file()}?mode=ro", uri=True)) as kept:
                kept.backup(memory)
            yield
    else:
        yield


def keep() -> None:
    """Keep the test database as it is now, without a row of any test, for those that come after."""
    if connection.vendor == "postgresql":
        _keep_database()
    elif not file().exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for older in FOLDER.glob(f"{_PREFIX}*.sqlite3"):
            older.unlink(missing_ok=True)
        unready = file().with_suffix(f".{os.getpid()}")
        with contextlib.closing(sqlite3.connect(unready)) as made:
            connection.connection.backup(made)
        unready.rename(file())


def copy_to(path: Path) -> None:
    """A SQLite file to begin with; nothing where none is kept, and ``migrate`` has all to do."""
    if file().exists():
        shutil.copyfile(file(), path)


def _is_kept() -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute(IS_THERE, [name()])
        return cursor.fetchone() is not None


def _keep_database() -> None:
    if _is_kept():
        return
    made = connection.settings_dict["NAME"]
    connection.close()  # nobody may use what is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [_PREFIX.replace("_", r"\_") + "%"])
        for (older,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{older}"')
        with contextlib.suppress(IntegrityError, ProgrammingError):  # another process is making it, or has made it
            cursor.execute(f'CREATE DATABASE "{name()}" TEMPLATE "{made}"')
