"""``manage.py make_exports --loop``: a small service beside ``send_outbox`` and ``seal_audit``."""

import argparse

from django.utils import timezone

from forms_app.applications.backoffice.tasks import write_waiting
from forms_app.applications.services.export import expire_exports
from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round


class Command(ClockCommand):
    """Makes the tables of files that wait, and deletes those whose day is over."""

    help = "Make the exports that wait and delete those that expired. With --loop, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop`` and ``--every``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=2.0, help="Seconds between two rounds that find nothing.")

    def handle(self, **options: object) -> None:
        """One line a round that found something."""
        if options["loop"]:
            go_round(lambda: self._once(quiet=True), seconds=options["every"], job=self.job)
        else:
            self._once()

    def _once(self, *, quiet: bool = False) -> int:
        over, made = expire_exports(at=timezone.now()), write_waiting()
        if made or over or not quiet:
            self.stdout.write(f"{made} made, {over} deleted")
        return made
