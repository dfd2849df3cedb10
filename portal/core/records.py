"""Records written by the loading commands, without ever losing what an editor has changed since.

After each write the loader leaves a fingerprint (:class:`LoadedContent`). On the next run a record that no longer
matches its fingerprint has been edited by hand: it is kept as it is, unless the command was told to reset.
"""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from wagtail.models import DraftStateMixin, RevisionMixin

from .fields import field_of
from .models import LoadedContent


class Outcome(StrEnum):
    """What became of one record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # an editor changed it, or made it before us
    DELETED = "deleted"  # an editor removed it; it is not made again


@transaction.atomic
def load_record(*, key: str, model: type[models.Model], lookup: dict, values: dict, reset: bool = False) -> tuple[models.Model | None, Outcome]:
    """Create or update one record, and say what was done.

    ``key`` names the record among everything loaded (``"regions.centre:agadir"``) and must never change. ``lookup`` finds it
    (``{"code": "agadir"}``), ``values`` are the fields this loader owns: only their edits count, and only they are written.
    A many-to-many field takes a list of records. With ``reset`` an editor's change, or removal, is undone.

    Returns:
        The record (``None`` when an editor has removed it) and the outcome.

    Raises:
        ValidationError: when a value does not fit its field, as in the admin.
    """
    mark = LoadedContent.objects.filter(key=key).first()
    record = model._default_manager.filter(**lookup).first()
    if record is None:
        if mark and not reset:
            return None, Outcome.DELETED
        return _write(key, model(**lookup), values), Outcome.CREATED
    found, wanted = fingerprint(record, values), _wanted(record, values)
    if found == wanted:
        if mark is None or mark.fingerprint != found:
            _remember(key, found)
        return record, Outcome.UNCHANGED
    if not reset and (mark is None or mark.fingerprint != found):
        return record, Outcome.KEPT
    return _write(key, record, values), Outcome.UPDATED


def fingerprint(record: models.Model, names: dict | list[str]) -> str:
    """A hash of the values these fields hold now; equal values give equal hashes on every database."""
    return _hash({name: _held(record, name) for name in names})


def _wanted(record: models.Model, values: dict) -> str:
    """The fingerprint the record would have once the values are written."""
    return _hash({name: _plain(field_of(record, name), value) for name, value in values.items()})


def _write(key: str, record: models.Model, values: dict) -> models.Model:
    many = {name: value for name, value in values.items() if record._meta.get_field(name).many_to_many}
    for name, value in values.items():
        if name not in many:
            setattr(record, name, value)
    record.full_clean()
    record.save()
    for name, related in many.items():
        getattr(record, name).set(related)
    if isinstance(record, DraftStateMixin):
        record.save_revision().publish()  # the editor opens the latest revision, not the row (TRAPS, Wagtail 8)
    elif isinstance(record, RevisionMixin):
        record.save_revision()
    _remember(key, _wanted(record, values))
    return record


def _remember(key: str, value: str) -> None:
    LoadedContent.objects.update_or_create(key=key, defaults={"fingerprint": value})


def _held(record: models.Model, name: str) -> object:
    field = field_of(record, name)
    if field.many_to_many:
        return _plain(field, getattr(record, name).all() if record.pk else [])
    return _plain(field, getattr(record, field.attname))


def _plain(field: models.Field, value: Any) -> object:
    """A value as simple JSON, the same before it is saved and after it is read back."""
    if field.many_to_many:
        return sorted(related.pk for related in value)
    if field.is_relation:
        return getattr(value, "pk", value)
    value = field.to_python(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if value is None or isinstance(value, str | bool | int | float | dict | list):
        return value
    return str(field.get_prep_value(value))


def _hash(values: dict) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
