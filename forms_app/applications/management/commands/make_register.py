"""``manage.py make_register``: the texts of the public register."""

from typing import Any

from django.utils import timezone

from forms_app.applications.register.making import make_register
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, soon after midnight; a day that was missed is made the next time, in order."""

    help = "Make the public register of the days that are over. A text once made never changes."

    def handle(self, **options: Any) -> None:
        """Name the texts made."""
        for file in make_register(at=timezone.now()):
            self.stdout.write(f"{file.name}: {file.sha256}")
