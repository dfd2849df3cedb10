"""``manage.py expire_exports``, every hour."""

from typing import Any

from django.utils import timezone

from forms_app.applications.services.copies import expire_copies
from forms_app.applications.services.export import expire_exports
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Delete the tables whose day is over."""

    help = "Delete exported tables that have expired; who asked for them, and when, stays on record."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        at = timezone.now()
        try:
            tables = expire_exports(at=at)
        finally:
            copies = expire_copies(at=at)
        self.stdout.write(f"{tables} tables and {copies} copies for persons deleted")
