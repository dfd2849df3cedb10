"""``manage.py verify_register``: is the public register what it was, and do the applications agree with it?"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_app.applications.register.verifying import verify_register


class Command(BaseCommand):
    """Computes every line again and reads every document. Exit code 0: all as it was; 1: something was changed, added or taken away."""

    help = "Verify the public register. Note its last line somewhere else, and give it back another day as --noted. The audit has its own: verify_audit."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--noted``, ``--without-bytes``."""
        parser.add_argument("--noted", metavar="NUMBER:SHA256", default="", help="A place and fingerprint this command printed earlier.")
        parser.add_argument("--without-bytes", action="store_true", help="Compare the lists of documents only; reading all that was sent may take hours.")

    def handle(self, **options: Any) -> None:
        """Report texts, lines, erased applications and every fault.

        Raises:
            CommandError: when there is a fault.
        """
        tell = self.stdout.write if options["verbosity"] > 1 else lambda _name: None
        found = verify_register(noted=options["noted"], documents=not options["without_bytes"], tell=tell)
        for fault in found.faults:
            self.stderr.write(fault)
        self.stdout.write(f"{found.texts} texts, {found.lines} lines, of which {found.erased} of applications erased since")
        if found.faults:
            raise CommandError(f"NOT AS IT WAS: {len(found.faults)} faults", returncode=1)
        if found.head:
            self.stdout.write(found.head)
