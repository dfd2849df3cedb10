"""The list of erasures: a row in the erasure's own transaction; after the commit a line on disk, and the bytes deleted.

A process that dies in between leaves the row, and :func:`finish` does the rest: at the next erasure, and every day.
"""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from forms_app.applications.models import Erasure
from portal.core.private_files import append_lines, onto_the_disk, private_storage

_AT_ONCE = 1000


@dataclass(frozen=True)
class Line:
    """One line of the list: what was erased, when, and why."""

    kind: str
    ident: str
    reason: str
    at: dt.datetime


def note_erasure(*, kind: str, ident: str, reason: str, at: dt.datetime, places: Iterable[str] = ()) -> Erasure:
    """Note an erasure in the caller's transaction; its line is written, and its bytes deleted, after the commit."""
    values = {"reason": reason, "at": at, "listed_at": None, "places": "\n".join(places)}
    erasure, _created = Erasure.objects.update_or_create(kind=kind, ident=ident, defaults=values)
    transaction.on_commit(lambda: finish(erasures=[erasure]), robust=True)
    return erasure


def finish(*, erasures: Iterable[Erasure] | None = None) -> int:
    """Write the lines and delete the bytes of these erasures, or of all that were left behind; how many. Twice does no harm.

    Raises:
        OSError: the disk takes no line, or keeps a document; every other document is deleted first.
    """
    done = 0
    if erasures is not None:
        return _finish(list(erasures))
    while left := list(Erasure.objects.filter(listed_at=None)[:_AT_ONCE]):
        done += _finish(left)
    return done + _delete_bytes(Erasure.objects.exclude(places="").order_by("at")[:_AT_ONCE])


def _finish(erasures: list[Erasure]) -> int:
    append(Line(one.kind, one.ident, one.reason, one.at) for one in erasures)
    Erasure.objects.filter(pk__in=[one.pk for one in erasures]).update(listed_at=timezone.now())
    _delete_bytes(erasures)
    return len(erasures)


def _delete_bytes(erasures: Iterable[Erasure]) -> int:
    """Delete what lies at their places; one that is gone already is no error, and one that does not go keeps no other."""
    done = 0
    errors: list[OSError] = []
    for erasure in erasures:
        before = len(errors)
        for place in erasure.places.splitlines():
            try:
                private_storage().delete(place)
            except OSError as error:
                errors.append(error)
        if erasure.places and len(errors) == before:
            done += Erasure.objects.filter(pk=erasure.pk).update(places="")
    if errors:
        raise errors[0]
    return done


def append(lines: Iterable[Line]) -> None:
    """Add lines to the list on disk; they are there when this returns, whatever happens to the machine."""
    text = "".join(f"{_written(line)}\n" for line in lines)
    if not text:
        return
    path = Path(settings.ERASURE_LIST)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    with os.fdopen(descriptor, "a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        append_lines(file, text.encode("ascii"))
    if fresh:
        onto_the_disk(path.parent)  # its name is safe too


def _written(line: Line) -> str:
    said = {"at": line.at.astimezone(dt.UTC).isoformat(timespec="microseconds"), "what": str(line.kind), "which": line.ident, "why": str(line.reason)}
    return json.dumps(said, sort_keys=True)


def read_list() -> Iterator[Line]:
    """Every line of the list on disk, oldest first. A line cut off by a fault of the machine was never acknowledged, and is passed over."""
    path = Path(settings.ERASURE_LIST)
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as file:
        for text in file:
            line = _read(text)
            if line:
                yield line


def _read(text: str) -> Line | None:
    try:
        said = json.loads(text)
        at = parse_datetime(said["at"])
        line = Line(said["what"], said["which"], said["why"], at) if at else None
    except (ValueError, KeyError, TypeError):
        return None
    return line if line and line.kind in Erasure.What.values and line.reason in Erasure.Reason.values else None
