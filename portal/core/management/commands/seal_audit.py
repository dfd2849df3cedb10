"""``manage.py seal_audit``: chains new audit entries."""

import argparse

from portal.core.audit import seal_entries
from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round


class Command(ClockCommand):
    """Seals what is not sealed yet. Two at once do no harm: one waits for its turn."""

    help = "Chain the audit entries that are not sealed yet. With --loop, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop`` and ``--every``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=3.0, help="Seconds between two rounds that find nothing.")

    def handle(self, **options: object) -> None:
        """How many were sealed."""
        if options["loop"]:
            go_round(seal_entries, seconds=options["every"], job=self.job)
        else:
            self.stdout.write(f"{seal_entries()} sealed")
