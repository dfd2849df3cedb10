"""``manage.py generate_submissions --count 64677 --seed 1``"""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forms_app.applications.generate import AlreadyGenerated, generate_files, remove_generated
from forms_app.applications.generate.run import sample_call
from forms_app.engine.services import current_version
from programmes.models import Programme


class Command(BaseCommand):
    """Make synthetic files, to try the back office when it is full."""

    help = "Make synthetic files of a sample call through the real form; distribution of the printed registrations. Never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and the seed that makes them the same again."""
        parser.add_argument("--count", type=int, default=1000, help="How many files (default 1000).")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same files (default 1).")
        parser.add_argument("--form", default="jisr_registration", help="Code of the form (default jisr_registration).")
        parser.add_argument("--remove", action="store_true", help="Take away what this command made, and make nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and say how long it took.

        Raises:
            CommandError: in production; without a published form or a programme; when the seed was used before.
        """
        if not settings.DEBUG and not getattr(settings, "SAMPLES_ALLOWED", False):
            raise CommandError("Synthetic files are never made in production.")
        if options["remove"]:
            self.stdout.write(f"{remove_generated()} rows removed")
            return
        version = current_version(key=options["form"])
        programme = Programme.objects.order_by("pk").first()
        if version is None or programme is None:
            raise CommandError("No form of this code is published, or there is no programme yet: run load_programme first.")
        begun = time.perf_counter()
        try:
            made = generate_files(
                count=max(0, options["count"]), seed=options["seed"], version=version, call=sample_call(form_key=version.key, programme_id=programme.pk)
            )
        except AlreadyGenerated as error:
            raise CommandError(f"Seed {options['seed']} was used already: choose another, or --remove first.") from error
        self.stdout.write(f"{made.files} files and {made.acts} acts of the call {made.call.slug} in {time.perf_counter() - begun:.1f} s")
