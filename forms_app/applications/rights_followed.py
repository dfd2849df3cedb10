"""What was made for somebody of the staff goes when her rights change."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from portal.core.models import Assignment

from .services.export import take_back


def _changed(instance: Assignment, raw: bool = False, **_signal: Any) -> None:
    if raw:
        return
    take_back(of=instance.user)
    former = getattr(instance, "_former_holder", None)
    if former is not None:
        take_back(of=former.user)


def connect() -> None:
    """Called when the app is ready."""
    post_save.connect(_changed, sender=Assignment, dispatch_uid="applications.rights.saved")
    post_delete.connect(_changed, sender=Assignment, dispatch_uid="applications.rights.deleted")
