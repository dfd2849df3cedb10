"""``manage.py clear_sign_ins``: every day."""

from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.core.management import call_command
from django.utils import timezone

from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Forgets wrong passwords once they brake nobody any more, and sessions past their time."""

    help = "Forget failed sign-ins that brake nobody any more, and sessions past their time."

    def handle(self, **options: Any) -> None:
        """How many failed sign-ins were forgotten."""
        count, _by_model = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - get_cool_off()).delete()
        call_command("clearsessions")
        self.stdout.write(f"{count} forgotten")
