"""``manage.py rotate_keys``: after a new key was put at the front of DATA_KEYS."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.rotation import BATCH, encrypted_columns, left_over, rotate


class Command(BaseCommand):
    """Writes every encrypted column again under the first key. May be stopped and run again at any time."""

    help = "Encrypt again, under the first of DATA_KEYS, what older keys wrote. When --check finds nothing, older keys can be taken away."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--check`` and ``--batch``."""
        parser.add_argument("--check", action="store_true", help="Only count what older keys wrote; exit code 1 when there is any.")
        parser.add_argument("--batch", type=int, default=BATCH, help="Rows written in one transaction.")

    def handle(self, **options: Any) -> None:
        """One line a column.

        Raises:
            CommandError: something is left over (``--check``), or no key opens it.
        """
        if options["check"]:
            left = {f"{column.model._meta.label_lower}.{column.field}": left_over(column).count() for column in encrypted_columns()}
            for name, count in left.items():
                self.stdout.write(f"{name}: {count} left over")
            if any(left.values()):
                raise CommandError("Older keys are still needed.")
            return
        done = rotate(batch=options["batch"])
        for rotation in done:
            self.stdout.write(f"{rotation.name}: {rotation.written} written again, {rotation.unreadable} unreadable")
        if any(rotation.unreadable for rotation in done):
            raise CommandError("Some values open with no key of DATA_KEYS: put the missing key back at the end of the list and run this again.")
