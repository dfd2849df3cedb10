"""Tests that need real transactions empty every table at their end; tables the database itself protects must let them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

AUDIT = "core_auditentry"


@contextmanager
def _unprotected() -> Iterator[list[str]]:
    """Names of the tables with triggers, which rest meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {AUDIT} DISABLE TRIGGER USER")
            yield [AUDIT]
            cursor.execute(f"ALTER TABLE {AUDIT} ENABLE TRIGGER USER")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _table, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield sorted({table for _name, table, _sql in triggers})
        for _name, _table, sql in triggers:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys = ON")


def empty_protected_tables() -> None:
    """PostgreSQL empties other tables past their row triggers; only the audit refuses that too."""
    with _unprotected() as tables, transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
