"""``manage.py prepare``: everything between a checkout and a running development site, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

STEPS = ("load_reference", "load_programme", "load_samples", "sync_groups", "development_login")


class Command(BaseCommand):
    """Compile, migrate, load, set the groups, make the development log-in. A second run finds everything done."""

    help = "Prepare a development site: catalogues, database, content, groups, log-in."
    requires_system_checks: list[str] = []  # the catalogues they look for are compiled first

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order."""
        call_command("compile_catalogues", stdout=self.stdout)
        call_command("migrate", verbosity=0, stdout=self.stdout)
        for step in STEPS:
            call_command(step, stdout=self.stdout)
