"""Writing an act down."""

import datetime as dt
import re
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from portal.core.models import AuditEntry

_ACT = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
#: A code, a reference, a hash, a date: no space, no letter outside ASCII, no e-mail address.
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,100}")
_PHONE = re.compile(r"(\+|00)\d{8,}|0[5-8]\d{8}")
_LONGEST_LIST = 1000

_labels: dict[str, str | Promise] = {}


def register_act(act: str, label: str | Promise) -> None:
    """How the list of the audit names an act, and offers it as a filter. Acts nobody named are shown by their code."""
    _labels[act] = label


def act_label(act: str) -> str:
    """The name of an act in the current language, or its code."""
    return str(_labels.get(act, act))


def known_acts() -> list[str]:
    """Codes that have a name."""
    return sorted(_labels)


def record_act(*, act: str, of: models.Model, by: User | None = None, at: dt.datetime | None = None, **details: Any) -> AuditEntry:
    """Write who did what to which record, in the caller's transaction. ``by`` is empty for applicants and for what the portal does by itself.

    Details are numbers, codes, dates, records (their number) and lists of them: an audit row is kept for ever and holds no personal data.

    Raises:
        ValueError: an act or detail that is no code, or a record that is not saved.
    """
    if not _ACT.fullmatch(act) or of.pk is None:
        raise ValueError("An act is a code, of a record that is saved.")
    entry = AuditEntry.objects.create(
        at=at or timezone.now(),
        actor_id=by.pk if by is not None else None,
        act=act,
        object_type=of._meta.label_lower,
        object_id=str(of.pk),
        details={_checked_name(name): _code(value) for name, value in details.items()},
    )
    if settings.WORK_AFTER_COMMIT and not any(waiting[1] is _wake for waiting in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)
    return entry


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("The name of a detail is a code.")
    return name


def _code(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, models.Model):
        return value.pk if isinstance(value.pk, int) else str(value.pk)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        if len(value) > _LONGEST_LIST:
            raise ValueError("A detail has at most a thousand parts.")
        parts = [_code(part) for part in value]
        return sorted(parts, key=str) if isinstance(value, set | frozenset) else parts
    text = str(value) if isinstance(value, str | uuid.UUID) else " "
    if not _CODE.fullmatch(text) or _PHONE.fullmatch(text):
        raise ValueError("A detail of an audit entry is a number, a code, a date or a record.")
    return text


def _wake() -> None:
    from .tasks import seal_new_entries

    seal_new_entries.enqueue()
