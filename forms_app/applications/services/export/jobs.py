"""The life of an export: asked for, made, fetched, expired. Each is written down (audit); the table itself is private and short-lived."""

import datetime as dt
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forms_app.applications.models import Export, Submission
from portal.core import languages
from portal.core.audit import record_act
from portal.core.private_files import delete_each, kept_file

from .columns import Columns
from .tables import write_csv, write_xlsx

KEPT_HOURS = 24
_TO_BE_MADE = (Export.State.WAITING, Export.State.RUNNING)


@transaction.atomic
def ask_export(*, by: User, table_format: str, filters: Mapping[str, Sequence[str]], total: int, at: dt.datetime) -> Export:
    """Note that somebody asks for a table: of which filters (codes), in which format, how many rows."""
    export = Export.objects.create(by=by, asked_at=at, format=table_format, filters=dict(filters), total=total)
    record_act(act="export.asked", of=export, by=by, at=at, format=table_format, rows=total, filters=_as_codes(filters))
    return export


class _TakenBack(Exception):
    """Her rights changed while the table was being made."""


def make_export(*, export: Export, files: QuerySet[Submission], columns: Columns, language: str, at: dt.datetime) -> Export:
    """Write the table into the private storage. Afterwards the export is ready for a day; if writing fails, or it was taken back meanwhile, it says so.

    Raises:
        Exception: whatever stopped the writing, after the export is marked as failed.
    """
    if Export.objects.filter(pk=export.pk, state__in=_TO_BE_MADE).update(state=Export.State.RUNNING, taken_at=at):
        try:
            _make(export, files, columns, language, at)
        except _TakenBack:
            pass
        except Exception:
            Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
            raise
    export.refresh_from_db()
    return export


def _make(export: Export, files: QuerySet[Submission], columns: Columns, language: str, at: dt.datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        table = Path(folder) / f"table.{export.format}"
        done = _write(export, files, columns, language, table)
        with table.open("rb") as content, kept_file(f"exports/{secrets.token_urlsafe(16)}.{export.format}", content) as place:
            _note_made(export, place, done, at)


@transaction.atomic
def _note_made(export: Export, path: str, done: int, at: dt.datetime) -> None:
    """That it is ready.

    Raises:
        _TakenBack: it is not, for it was taken back while it was being made.
    """
    made = {"state": Export.State.READY, "path": path, "done": done, "total": done, "expires_at": at + dt.timedelta(hours=KEPT_HOURS)}
    if not Export.objects.filter(pk=export.pk, state=Export.State.RUNNING).update(**made):
        raise _TakenBack
    record_act(act="export.made", of=export, by=export.by, rows=done)


def _write(export: Export, files: QuerySet[Submission], columns: Columns, language: str, path: Path) -> int:
    """How many rows were written."""
    done = 0

    def report(number: int) -> None:
        nonlocal done
        done = number
        Export.objects.filter(pk=export.pk).update(done=number)

    if export.format == Export.Format.CSV:
        write_csv(files=files, columns=columns, path=path, report=report)
    else:
        write_xlsx(files=files, columns=columns, path=path, right_to_left=languages.direction(language) == "rtl", report=report)
    return done


def note_download(*, export: Export, by: User, at: dt.datetime) -> None:
    """Somebody fetched the table."""
    record_act(act="export.fetched", of=export, by=by, at=at)


def take_back(*, of: User) -> None:
    """Somebody's rights have changed: the tables made with those she had are fetched no more, and one being made is given up."""
    hers = Export.objects.filter(by=of)
    hers.filter(state=Export.State.READY, expires_at__gt=timezone.now()).update(expires_at=timezone.now())
    hers.filter(state=Export.State.RUNNING).update(state=Export.State.FAILED)


def expire_exports(*, at: dt.datetime) -> int:
    """Delete the tables whose day is over; how many. What was asked for, and by whom, stays.

    Raises:
        OSError: the disk keeps one; every other one is deleted first.
    """
    over = Export.objects.filter(state=Export.State.READY, expires_at__lte=at)
    streamed = over.filter(path="").update(state=Export.State.EXPIRED)  # small ones, of which nothing was kept
    gone = {"state": Export.State.EXPIRED, "path": ""}
    return streamed + delete_each((export.path, partial(Export.objects.filter(pk=export.pk).update, **gone)) for export in over)


def _as_codes(filters: Mapping[str, Sequence[str]]) -> list[str]:
    """Names of choices that are no filter begin with ``_``, which is left out."""
    return [f"{name.lstrip('_')}:{value}" for name, values in filters.items() for value in values if value]
