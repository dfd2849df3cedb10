"""What was made for somebody of the staff goes when her rights change."""

from typing import Any

from django.contrib.auth.models import User

from portal.core.staff.signals import rights_changed

from .services.export import take_back


def _changed(user: User, **_signal: Any) -> None:
    take_back(of=user)


def connect() -> None:
    """Called when the app is ready."""
    rights_changed.connect(_changed, dispatch_uid="applications.rights")
