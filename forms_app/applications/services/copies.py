"""Copies of a person's data that were made for her: private files, kept a day, gone at once when what is in them is erased."""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from django.contrib.auth.models import User
from django.db import transaction

from forms_app.applications.models import PersonalCopy
from portal.core.audit import record_act
from portal.core.private_files import delete_each, kept_file

from .export import expire_exports

KEPT_HOURS = 24


@contextmanager
def keep_copy(*, content: BinaryIO, holds: Sequence[str], by: User, at: dt.datetime) -> Iterator[PersonalCopy]:
    """Put a ZIP into the private storage for a day; the block says in the same transaction who made it. If that fails, no byte of it stays.

    ``holds``: references of the files and digests of the drafts in it.
    """
    with kept_file(f"copies/{secrets.token_urlsafe(16)}.zip", content) as place, transaction.atomic():
        yield PersonalCopy.objects.create(by=by, made_at=at, expires_at=at + dt.timedelta(hours=KEPT_HOURS), path=place, holds=list(holds))


def note_fetched(*, copy: PersonalCopy, by: User, at: dt.datetime) -> None:
    """Somebody fetched it."""
    record_act(act="person.copy_fetched", of=copy, by=by, at=at)


def forget_copies(*, holding: str) -> int:
    """Delete the copies that hold a file or draft which is being erased, once that is committed; how many."""
    kept = [copy for copy in PersonalCopy.objects.exclude(path="") if holding in copy.holds]
    if kept:
        transaction.on_commit(partial(_delete, kept), robust=True)  # one that the disk keeps goes when its day is over
    return len(kept)


def expire_kept(*, at: dt.datetime) -> tuple[int, int]:
    """Delete the tables and the copies for persons whose day is over; how many of each. A table that the disk keeps holds up no copy.

    Raises:
        OSError: the disk keeps one; every other one is deleted first.
    """
    try:
        tables = expire_exports(at=at)
    finally:
        copies = expire_copies(at=at)
    return tables, copies


def expire_copies(*, at: dt.datetime) -> int:
    """Delete the copies whose day is over; how many. Who made one, and when, stays.

    Raises:
        OSError: the disk keeps one; every other one is deleted first.
    """
    return _delete(PersonalCopy.objects.filter(expires_at__lte=at).exclude(path=""))


def _delete(copies: Iterable[PersonalCopy]) -> int:
    return delete_each((copy.path, partial(PersonalCopy.objects.filter(pk=copy.pk).update, path="", holds=[])) for copy in copies)
