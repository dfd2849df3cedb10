"""``manage.py tell_call_acts``: what a cron job or a small service runs."""

import argparse

from django.utils import timezone

from forms_app.calls.services.notices import BATCH, tell_waiting
from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round


class Command(ClockCommand):
    """Queues the messages to those concerned by acts on calls. It may be stopped at any point and run several times at once."""

    help = "Queue the messages that tell of acts on calls. With --loop, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop``, ``--every`` and ``--size``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=5.0, help="Seconds between two rounds that find nothing.")
        parser.add_argument("--size", type=int, default=BATCH, help="Rows looked at in one transaction.")

    def handle(self, **options: object) -> None:
        """One line a round that found something."""
        if options["loop"]:
            go_round(lambda: self._once(options["size"], batches=20, quiet=True), seconds=options["every"], job=self.job)
        else:
            self._once(options["size"])

    def _once(self, size: int, *, batches: int | None = None, quiet: bool = False) -> int:
        done = tell_waiting(at=timezone.now(), batches=batches, size=size)
        if done or not quiet:
            self.stdout.write(f"batches: {done}")
        return done
