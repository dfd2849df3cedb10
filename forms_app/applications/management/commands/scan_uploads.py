"""Check again the documents that waited for the virus scanner."""

from typing import Any

from forms_app.applications.services.uploads import scan_waiting
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, every few minutes, where a scanner is configured."""

    help = "Check again the documents that the virus scanner could not see when they arrived."

    def handle(self, **options: Any) -> None:
        """Say how many were found what."""
        counts = scan_waiting()
        self.stdout.write(", ".join(f"{verdict}: {count}" for verdict, count in sorted(counts.items())) or "nothing waits")
