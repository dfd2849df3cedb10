"""Count the months that are over and publish what may be seen of them."""

from typing import Any

from django.utils import timezone

from forms_app.statistics.services import count_months
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, once a day: most days there is nothing to do."""

    help = "Count the registrations of the months that are over, and publish them with small numbers left out (decision 750)."

    def handle(self, **options: Any) -> None:
        """Say which months were counted."""
        months = count_months(at=timezone.now())
        self.stdout.write(", ".join(map(str, months)) or "nothing to count")
