"""``manage.py expire_exports``, every hour."""

from typing import Any

from django.utils import timezone

from forms_app.applications.services.copies import expire_kept
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Delete the tables whose day is over."""

    help = "Delete exported tables that have expired; who asked for them, and when, stays on record."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        tables, copies = expire_kept(at=timezone.now())
        self.stdout.write(f"{tables} tables and {copies} copies for persons deleted")
