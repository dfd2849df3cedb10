"""``manage.py load_samples``"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from portal.core.management.loading import LoadCommand


class Command(LoadCommand):
    """Load sample news, notices, calls and files, clearly marked. Refuses production."""

    help = "Load sample news, notices, calls and files, clearly marked. Refuses production. Idempotent; keeps what editors changed unless --reset."
    stage = "samples"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the stage, unless this is production."""
        if not settings.DEBUG and not getattr(settings, "SAMPLES_ALLOWED", False):
            raise CommandError("Samples are for development and tests; this is neither.")
        super().handle(*args, **options)
