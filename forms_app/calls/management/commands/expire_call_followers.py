"""Erase what need not be kept of those who follow calls or asked about them."""

from typing import Any

from django.utils import timezone

from forms_app.calls.services.clarifications import empty_old_questions
from forms_app.calls.services.subscriptions import expire_subscriptions
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Run by the clock, once a day."""

    help = "Erase subscriptions that nobody confirmed in a week, end those of calls long over, empty old questions that were not published."

    def handle(self, **options: Any) -> None:
        """Say how many of each."""
        at = timezone.now()
        counts = expire_subscriptions(at=at) | {"questions emptied": empty_old_questions(at=at)}
        self.stdout.write(", ".join(f"{what}: {count}" for what, count in counts.items()))
