"""Writing tables. CSV is copied out of PostgreSQL as it is; elsewhere, and for encrypted answers, rows pass through Python a few at a time."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import cast

from django.db import connection
from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from rustpy_xlsxwriter import write_worksheet

from forms_app.applications.models import Submission

from .columns import Columns

#: Rows that pass through Python between two words on the progress.
STRIDE = 20_000
#: Rows of one copy, after which the progress is told. A range of keys is read by one process of PostgreSQL, a whole table by several (decision 454).
COPIED = 100_000
_CHUNK = 2_000
#: Excel reads UTF-8 only when it is told.
_BOM = "\ufeff"
_OPEN = "entitled_here"
#: Letters that a cell of Excel holds; one longer cell stops the whole table.
_MOST_OF_EXCEL = 32_767

Report = Callable[[int], None]


def _silent(done: int) -> None:
    """Nobody waits."""


def csv_lines(*, files: QuerySet[Submission], columns: Columns, report: Report = _silent) -> Iterator[bytes]:
    """A CSV, a piece at a time: UTF-8 with its mark, a heading, files in the order they came."""
    yield _line([_BOM + columns.headings[0], *columns.headings[1:]])
    if connection.vendor == "postgresql" and not columns.sealed:
        yield from _copied(files, columns, report)
    else:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        for number, row in enumerate(_rows(files, columns, report), 1):
            writer.writerow(row)
            if number % _CHUNK == 0:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue().encode()


def write_csv(*, files: QuerySet[Submission], columns: Columns, path: Path, report: Report = _silent) -> None:
    """The same into a file."""
    with path.open("wb", buffering=1 << 20) as target:
        for piece in csv_lines(files=files, columns=columns, report=report):
            target.write(piece)


def write_xlsx(*, files: QuerySet[Submission], columns: Columns, path: Path, right_to_left: bool, report: Report = _silent) -> None:
    """An Excel table: heading kept in sight, right to left in Arabic. Cells are texts: nothing in it is calculated.

    What is longer than Excel holds (many rows of a group) is cut there, and ends with ``…``; a CSV has it whole.
    """
    headings = columns.headings
    rows = _rows(files, columns, report)
    first = next(rows, None)
    records: Iterable[dict[str, str]] = [dict.fromkeys(headings, "")] if first is None else _records(headings, first, rows)
    write_worksheet(records, str(path), bold_headers=True, freeze_row=1, column_width=18.0, sheet_view={"right_to_left": right_to_left})


def _records(headings: list[str], first: tuple, rows: Iterator[tuple]) -> Iterator[dict[str, str]]:
    for row in chain([first], rows):
        yield {heading: _fitting(cell) for heading, cell in zip(headings, row, strict=True)}


def _fitting(cell: str) -> str:
    return cell if len(cell) <= _MOST_OF_EXCEL else f"{cell[: _MOST_OF_EXCEL - 1]}…"


def _copied(files: QuerySet[Submission], columns: Columns, report: Report) -> Iterator[bytes]:
    """One copy after another, so that the progress can be told: nothing else may be asked while one runs."""
    last, done = None, 0
    while True:
        rest = (files if last is None else files.filter(pk__gt=last)).order_by("pk")  # those of sealed calls lie below zero
        end = rest.values_list("pk", flat=True)[COPIED - 1 : COPIED].first()
        part = rest if end is None else rest.filter(pk__lte=end)
        sql, params = part.values_list(*cast("list[Combinable]", [column.cell for column in columns.plain])).query.sql_with_params()
        pieces: list[bytes] = []
        with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", params) as copy:
            for piece in copy:
                pieces.append(bytes(piece))
                done += 1
                if len(pieces) == _CHUNK:
                    yield b"".join(pieces)
                    pieces.clear()
        yield b"".join(pieces)
        report(done)
        if end is None:
            return
        last = end


def _rows(files: QuerySet[Submission], columns: Columns, report: Report) -> Iterator[tuple]:
    """Rows as tuples of texts; encrypted answers opened where the reader may see them."""
    plain = cast("list[Combinable]", [column.cell for column in columns.plain])
    asked: Sequence[str | Combinable] = plain
    if columns.sealed:
        may = Case(When(columns.entitled, then=Value("1")), default=Value(""), output_field=TextField())
        asked = [*plain, may, "form_version_id", "answers", "sealed"]
    number = 0
    for number, row in enumerate(files.order_by("pk").values_list(*asked).iterator(chunk_size=_CHUNK), 1):
        yield _opened(row, columns) if columns.sealed else row
        if number % STRIDE == 0:
            report(number)
    report(number)


def _opened(row: tuple, columns: Columns) -> tuple:
    *cells, may, version, answers, sealed = row
    everything = {**answers, **(sealed or {})}  # a question may have become sensitive after some had answered it
    return (*cells, *(column.sealed(version, everything) if may and column.sealed else "" for column in columns.sealed))


def _line(cells: list[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()
