"""The life of an export: asked for, made, fetched, expired. Each is written down (audit); the table itself is private and short-lived."""

import datetime as dt
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forms_app.applications.models import Export, Submission
from portal.core import languages
from portal.core.audit import record_act
from portal.core.private_files import let_each_go, private_storage

from .columns import Columns
from .tables import write_csv, write_xlsx

KEPT_HOURS = 24


@transaction.atomic
def ask_export(*, by: User, table_format: str, filters: Mapping[str, Sequence[str]], total: int, at: dt.datetime) -> Export:
    """Note that somebody asks for a table: of which filters (codes), in which format, how many rows."""
    export = Export.objects.create(by=by, asked_at=at, format=table_format, filters=dict(filters), total=total)
    record_act(act="export.asked", of=export, by=by, at=at, format=table_format, rows=total, filters=_as_codes(filters))
    return export


def make_export(*, export: Export, files: QuerySet[Submission], columns: Columns, language: str, at: dt.datetime) -> Export:
    """Write the table into the private storage. Afterwards the export is ready for a day; if writing fails, or it was taken back meanwhile, it says so.

    Raises:
        Exception: whatever stopped the writing, after the export is marked as failed.
    """
    Export.objects.filter(pk=export.pk).update(state=Export.State.RUNNING)
    path, kept = "", False
    try:
        path, done = _written(export, files, columns, language)
        kept = _note_made(export, path, done, at)
    except Exception:
        Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
        raise
    finally:
        if path and not kept:  # no row names it: nobody would ever delete it
            private_storage().delete(path)
    export.refresh_from_db()
    return export


@transaction.atomic
def _note_made(export: Export, path: str, done: int, at: dt.datetime) -> bool:
    """That it is ready, unless it was taken back while it was being made."""
    made = {"state": Export.State.READY, "path": path, "done": done, "total": done, "expires_at": at + dt.timedelta(hours=KEPT_HOURS)}
    if not Export.objects.filter(pk=export.pk, state=Export.State.RUNNING).update(**made):
        return False
    record_act(act="export.made", of=export, by=export.by, rows=done)
    return True


def _written(export: Export, files: QuerySet[Submission], columns: Columns, language: str) -> tuple[str, int]:
    done = 0

    def report(number: int) -> None:
        nonlocal done
        done = number
        Export.objects.filter(pk=export.pk).update(done=number)

    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"table.{export.format}"
        if export.format == Export.Format.CSV:
            write_csv(files=files, columns=columns, path=path, report=report)
        else:
            write_xlsx(files=files, columns=columns, path=path, right_to_left=languages.direction(language) == "rtl", report=report)
        with path.open("rb") as content:
            return private_storage().save(f"exports/{secrets.token_urlsafe(16)}.{export.format}", File(content)), done


def note_download(*, export: Export, by: User, at: dt.datetime) -> None:
    """Somebody fetched the table."""
    record_act(act="export.fetched", of=export, by=by, at=at)


def take_back(*, of: User) -> None:
    """Somebody's rights have changed: the tables made with those she had are fetched no more, and one being made is given up."""
    hers = Export.objects.filter(by=of)
    hers.filter(state=Export.State.READY, expires_at__gt=timezone.now()).update(expires_at=timezone.now())
    hers.filter(state=Export.State.RUNNING).update(state=Export.State.FAILED)


def expire_exports(*, at: dt.datetime) -> int:
    """Delete the tables whose day is over; how many. What was asked for, and by whom, stays."""
    return let_each_go(list(Export.objects.filter(state=Export.State.READY, expires_at__lte=at)), _delete)


def _delete(export: Export) -> None:
    if export.path:
        private_storage().delete(export.path)
    Export.objects.filter(pk=export.pk).update(state=Export.State.EXPIRED, path="")


def _as_codes(filters: Mapping[str, Sequence[str]]) -> list[str]:
    """Names of choices that are no filter begin with ``_``, which is left out."""
    return [f"{name.lstrip('_')}:{value}" for name, values in filters.items() for value in values if value]
