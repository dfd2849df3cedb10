"""``manage.py development_login``: an administrator for development, printed; refuses any other settings."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

NAME = "admin"
PASSWORD = "jisr-development"  # noqa: S105 - exists only where DEVELOPMENT_LOGIN is set


class Command(BaseCommand):
    """Create or renew the development administrator."""

    help = "Create the development administrator and print how to log in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create, then print."""
        if not getattr(settings, "DEVELOPMENT_LOGIN", False):
            raise CommandError("Only the development settings have this log-in.")
        user, created = get_user_model().objects.get_or_create(username=NAME, defaults={"is_staff": True, "is_superuser": True})
        if created:
            user.set_password(PASSWORD)
            user.save()
        self.stdout.write(f"Log in at /admin/ as “{NAME}” with the password “{PASSWORD}” (development only).")
