"""Erase drafts whose time is over."""

from typing import Any

from django.utils import timezone

from forms_app.applications.services.erasing import expire_drafts
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, once a day."""

    help = "Erase the files that were never sent and whose time is over, with their documents; never within 60 days after the closing."

    def handle(self, **options: Any) -> None:
        """Say how many were erased."""
        self.stdout.write(f"erased: {expire_drafts(at=timezone.now())}")
