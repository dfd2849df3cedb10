"""When a call is cancelled or closes on another day, no reminder of the day before leaves any more."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save

from forms_app.calls.models import CallAct

from .services.reminders import take_back_all

_MOVED = frozenset({CallAct.Kind.CANCELLED, CallAct.Kind.EXTENDED, CallAct.Kind.CLOCK_CHANGED})


def _acted(instance: CallAct, created: bool, **_signal: Any) -> None:
    if created and instance.kind in _MOVED:
        transaction.on_commit(partial(take_back_all, call=instance.call, at=instance.at), robust=True)


def connect() -> None:
    """Called when the app is ready."""
    post_save.connect(_acted, sender=CallAct, dispatch_uid="applications.closings")
