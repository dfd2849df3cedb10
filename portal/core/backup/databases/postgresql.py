"""PostgreSQL: ``pg_dump`` of an exported snapshot, and back through ``pg_restore`` and ``psql`` in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from .. import BackupError
from . import Snapshot, applied, beside, closed_after, count_rows

_BUFFER = 1 << 20
#: Privileges and owners are the business of the server that receives it, and so are comments on its extensions.
_PLAIN = ("--no-owner", "--no-privileges", "--no-comments")
#: Somebody who still works on a table keeps the restore waiting; half a minute is enough to say so.
_EMPTYING = b"""BEGIN;
SET LOCAL client_min_messages = error;
SET LOCAL lock_timeout = '30s';
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
"""


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """The counts and the dump see the same moment: the dump joins the transaction that counted."""
    with closed_after(beside(connection)) as own, own.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        name, server = cursor.fetchone()
        tables, migrations = count_rows(own), applied(own)
        with _complaints() as said:
            process = _start(connection, "pg_dump", "--format=custom", f"--snapshot={name}", stdout=subprocess.PIPE, stderr=said)
            with process:
                yield Snapshot("postgresql", server, tables, migrations, cast("IO[bytes]", process.stdout))
            if process.returncode:
                raise BackupError(f"pg_dump failed: {_cause(said)}")


def load(connection: BaseDatabaseWrapper, dump: Path, *, replace: bool) -> None:
    """In one transaction, either way."""
    with _complaints() as said:
        done = _replace(connection, dump, said) if replace else _fill(connection, dump, said)
        if not done:
            raise BackupError(f"PostgreSQL took nothing of it: {_cause(said)}")
    with closed_after(beside(connection)) as own, own.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill(connection: BaseDatabaseWrapper, dump: Path, said: IO[bytes]) -> bool:
    """Straight into the empty database. No psql here: a backup whose author was not proved is tried too, and psql obeys more than SQL."""
    with dump.open("rb") as source:
        process = _start(connection, "pg_restore", *_PLAIN, "--single-transaction", "--exit-on-error", "--dbname", stdin=source, stderr=said)
        return process.wait() == 0


def _replace(connection: BaseDatabaseWrapper, dump: Path, said: IO[bytes]) -> bool:
    """As a script, whose transaction also takes away what is there; it is ended only once pg_restore has said all it had to say."""
    words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    with (
        _run(["pg_restore", *_PLAIN, "--file", "-", str(dump)], stdout=subprocess.PIPE, stderr=said) as script,
        _start(connection, "psql", *words, stdin=subprocess.PIPE, stderr=said) as writer,
    ):
        source, target = cast("IO[bytes]", script.stdout), cast("IO[bytes]", writer.stdin)
        with suppress(BrokenPipeError):
            target.write(_EMPTYING)
            shutil.copyfileobj(source, target, _BUFFER)
            if script.wait() == 0:
                target.write(b"\nCOMMIT;\n")
        with suppress(BrokenPipeError):
            target.close()
    return not (script.returncode or writer.returncode)


@contextmanager
def temporary(connection: BaseDatabaseWrapper, folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Named after the real one, so that one left behind by a machine that fell is found and taken away by the next."""
    name = f"{connection.settings_dict['NAME']}_verification"
    quoted = connection.ops.quote_name(name)
    with closed_after(beside(connection, "postgres")) as server:
        try:
            with server.cursor() as cursor:
                cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [connection.settings_dict["NAME"]])
                collate, ctype = cursor.fetchone()
                cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE '{collate}' LC_CTYPE '{ctype}'")
        except Error as error:
            raise BackupError(f"No database can be made to try the backup in ({error}). Give the role the right: ALTER ROLE ... CREATEDB.") from error
        try:
            with closed_after(beside(connection, name)) as made:
                yield made
        finally:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def _start(connection: BaseDatabaseWrapper, program: str, *words: str, **streams: Any) -> subprocess.Popen:
    """A client program with Django's own address, and the password where other users of the machine cannot read it."""
    command, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, list(words))
    return _run([program, *command[1:]], env={**os.environ, **(environment or {})}, **streams)


def _run(command: list[str], **more: Any) -> subprocess.Popen:
    try:
        return subprocess.Popen(command, **more)  # noqa: S603 - PostgreSQL's own programs, without a shell
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is not on this machine: install PostgreSQL's client programs, of the server's version or later.") from error


def _complaints() -> IO[bytes]:
    return TemporaryFile()


def _cause(said: IO[bytes]) -> str:
    """The first complaint is the cause; those after it are its consequences."""
    said.seek(0)
    lines = [line for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "it says nothing")
