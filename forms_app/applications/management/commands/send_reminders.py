"""Remind of files that are saved and not sent."""

from typing import Any

from django.utils import timezone

from forms_app.applications.services.reminders import send_reminders
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, once a day or oftener: what was queued is not queued again."""

    help = "Queue the reminders of unsent files (7 and 2 days before the closing) and the notices before they are erased (14 days)."

    def handle(self, **options: Any) -> None:
        """Say how many were queued."""
        counts = send_reminders(at=timezone.now())
        self.stdout.write(", ".join(f"{kind}: {count}" for kind, count in counts.items()))
