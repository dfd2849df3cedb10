"""``manage.py verify_audit``: every day: is the audit what it was?"""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.core.audit import Verdict, verify_chain
from portal.core.management.clockwork import ClockCommand

_BROKEN, _NOT_SEALED = 1, 2


class Command(ClockCommand):
    """Computes the chain again. Exit code 0: whole; 1: broken; 2: whole, but the sealer is not running."""

    help = "Verify the chain of the audit. Note the last line somewhere else, and give it back another day as --noted."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--noted`` and ``--patience``."""
        parser.add_argument("--noted", metavar="PLACE:HASH", type=self._place_and_hash, help="A place and hash this command printed earlier.")
        parser.add_argument("--patience", type=int, default=5, metavar="MINUTES", help="How old an entry may be without a seal.")

    def handle(self, **options: Any) -> None:
        """Report the chain and the unsealed tail.

        Raises:
            CommandError: with the exit code.
        """
        verdict = verify_chain(anchor=options["noted"])
        self._tail(verdict)
        if verdict.broken_at:
            raise CommandError(f"BROKEN at place {verdict.broken_at}: {verdict.reason}", returncode=_BROKEN)
        self.stdout.write(f"{verdict.sealed} sealed, all of them as they were")
        if verdict.sealed:
            self.stdout.write(f"{verdict.sealed}:{verdict.head}")
        if verdict.oldest_unsealed and timezone.now() - verdict.oldest_unsealed > dt.timedelta(minutes=options["patience"]):
            raise CommandError("Entries wait too long for their seal: is seal_audit --loop running?", returncode=_NOT_SEALED)

    def _tail(self, verdict: Verdict) -> None:
        since = f", the oldest of {verdict.oldest_unsealed.isoformat(timespec='seconds')}" if verdict.oldest_unsealed else ""
        self.stdout.write(f"{verdict.unsealed} not sealed yet{since}")

    @staticmethod
    def _place_and_hash(text: str) -> tuple[int, str]:
        place, _colon, digest = text.partition(":")
        if not (place.isascii() and place.isdecimal() and digest):
            raise argparse.ArgumentTypeError("PLACE:HASH, as this command prints it")
        return int(place), digest
