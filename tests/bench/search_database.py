"""Search in the database: PostgreSQL with 100,000 documents of 150 words, and SQLite with the demonstration content; the bare query of each beside.

On PostgreSQL it measures both: SQLite in a process of its own (``python -m tests.bench search_database --database sqlite``), since a process has one database.
"""

import os
import re
import subprocess
import sys

from django.core.management import call_command
from django.db import connection

from .baseline.corpus import DOCUMENTS, fill, own_words, queries
from .baseline.readers import asked
from .table import Table

_TIMES = 300
#: What the other process prints of a figure.
_PRINTED = re.compile(r"^  (SQLite.*): ([\d.,]+) ms", re.MULTILINE)


def measure(table: Table) -> None:
    """One reader, on the database of this run; then the other one."""
    times = 40 if table.quick else _TIMES
    if connection.vendor == "postgresql":
        words = own_words()
        fill(words, 2_000 if table.quick else DOCUMENTS, with_vectors=True)
        _one_reader(table, f"PostgreSQL, {DOCUMENTS:,} documents", queries(words, times), at_most=120)
        fill(words, 0, with_vectors=False)
        _sqlite_elsewhere(table)
    else:
        _one_reader(table, "SQLite, demonstration content", _judged_queries(table)[:times], at_most=60)


def _one_reader(table: Table, where: str, searched: list[str], at_most: float) -> None:
    from search.database.candidates import candidates
    from search.database.engine import DatabaseEngine
    from search.query import Query
    from search.understand import understand

    engine = DatabaseEngine()
    asked(lambda text: engine.search(Query(text, "ar")), searched[:60])
    bare = asked(lambda text: candidates({"ar": understand(text, "ar")}, "ar"), searched)
    ours = asked(lambda text: engine.search(Query(text, "ar")), searched)
    table.add(f"{where}: the database's own query, p95", bare.p95, "ms")
    table.add(f"{where}: our search, median", ours.median, "ms")
    table.add(f"{where}: our search, p95", ours.p95, "ms", at_most=at_most)


def _judged_queries(table: Table) -> list[str]:
    """What people type on the Arabic site, over the content that was judged."""
    from tests.search.judging import judged

    for command in ("load_programme", "load_samples") if not table.quick else ():
        call_command(command, verbosity=0)
    return [one.query for one in judged() if one.site == "ar"]


def _sqlite_elsewhere(table: Table) -> None:
    words = [sys.executable, "-m", "tests.bench", "search_database", "--database", "sqlite", *(["--quick"] if table.quick else [])]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    printed = subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stdout
    for what, figure in _PRINTED.findall(printed):
        table.add(what, float(figure.replace(",", "")), "ms", at_most=60 if what.endswith("our search, p95") else None)
