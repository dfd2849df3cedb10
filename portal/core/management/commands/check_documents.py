"""``manage.py check_documents``: has every document its row, and every row its document?"""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.core.shelves import remove_without_row, without_file, without_row

#: A document has its row within seconds.
_UNDER_WAY = dt.timedelta(hours=1)


class Command(BaseCommand):
    """Compares PRIVATE_ROOT with the rows that name its files, beside the living site; changes nothing unless it is told to."""

    help = "Say which documents no row names any more, and which rows have lost their document. Those of the last hour are left alone."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--remove``."""
        parser.add_argument("--remove", action="store_true", help="Delete the documents that no row names.")

    def handle(self, **options: Any) -> None:
        """A line each, then the counts.

        Raises:
            CommandError: something is left that should not be so.
        """
        before = timezone.now() - _UNDER_WAY
        if options["remove"]:
            self.stdout.write(f"{remove_without_row(before=before)} documents without a row deleted")
        stray = [self._told("without a row", name) for name in without_row(before=before)]
        lost = [self._told("without its document", row) for row in without_file()]
        if stray or lost:
            raise CommandError(f"{len(stray)} documents without a row, {len(lost)} rows without their document")
        self.stdout.write("Every document has its row, every row its document")

    def _told(self, what: str, which: str) -> str:
        self.stdout.write(f"{what}: {which}")
        return which
