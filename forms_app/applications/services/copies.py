"""Copies of a person's data that were made for her: private files, kept a day, gone at once when what is in them is erased."""

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from django.contrib.auth.models import User
from django.core.files import File
from django.db import transaction

from forms_app.applications.models import PersonalCopy
from portal.core.audit import record_act
from portal.core.private_files import let_each_go, private_storage

KEPT_HOURS = 24


@contextmanager
def keep_copy(*, content: BinaryIO, holds: Sequence[str], by: User, at: dt.datetime) -> Iterator[PersonalCopy]:
    """Put a ZIP into the private storage for a day; the block says in the same transaction who made it. If that fails, no byte of it stays.

    ``holds``: references of the files and digests of the drafts in it.
    """
    place = private_storage().save(f"copies/{secrets.token_urlsafe(16)}.zip", File(content))
    try:
        with transaction.atomic():
            yield PersonalCopy.objects.create(by=by, made_at=at, expires_at=at + dt.timedelta(hours=KEPT_HOURS), path=place, holds=list(holds))
    except BaseException:
        private_storage().delete(place)  # no row names it: nobody would ever delete it
        raise


def note_fetched(*, copy: PersonalCopy, by: User, at: dt.datetime) -> None:
    """Somebody fetched it."""
    record_act(act="person.copy_fetched", of=copy, by=by, at=at)


def forget_copies(*, holding: str) -> int:
    """Delete the copies that hold a file or draft which is being erased, once that is committed; how many."""
    kept = [copy for copy in PersonalCopy.objects.exclude(path="") if holding in copy.holds]
    for copy in kept:
        transaction.on_commit(lambda copy=copy: _delete(copy), robust=True)  # type: ignore[misc]  # one that the disk keeps goes when its day is over
    return len(kept)


def expire_copies(*, at: dt.datetime) -> int:
    """Delete the copies whose day is over; how many. Who made one, and when, stays."""
    return let_each_go(list(PersonalCopy.objects.filter(expires_at__lte=at).exclude(path="")), _delete)


def _delete(copy: PersonalCopy) -> None:
    private_storage().delete(copy.path)
    PersonalCopy.objects.filter(pk=copy.pk).update(path="", holds=[])
