"""``manage.py join_annexes --loop``: a small service beside ``send_outbox``, ``seal_audit`` and ``make_exports``."""

import argparse

from forms_app.applications.services.annexes import join_waiting
from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round


class Command(ClockCommand):
    """Puts the photographed pages of applicants together."""

    help = "Make the annexes that wait: one PDF of the photos and PDFs of a question. With --loop, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop`` and ``--every``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=1.0, help="Seconds between two rounds that find nothing.")

    def handle(self, **options: object) -> None:
        """One line a round that found something."""
        if options["loop"]:
            go_round(lambda: self._once(quiet=True), seconds=options["every"], job=self.job)
        else:
            self._once()

    def _once(self, *, quiet: bool = False) -> int:
        made = join_waiting()
        if made or not quiet:
            self.stdout.write(f"{made} made")
        return made
