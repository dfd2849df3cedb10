"""``manage.py send_outbox``: what a cron job or a small service runs."""

import argparse

from django.utils import timezone

from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round
from portal.core.outbox import deliver_due, empty_old


class Command(ClockCommand):
    """Sends messages that are due, and empties old ones that could not be sent."""

    help = "Send the messages that are due. With --loop, until it is stopped."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop``, ``--every`` and ``--limit``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=5.0, help="Seconds between two rounds that find nothing.")
        parser.add_argument("--limit", type=int, default=1000, help="Messages of one round.")

    def handle(self, **options: object) -> None:
        """One line a round that found something."""
        if options["loop"]:
            go_round(lambda: self._once(options["limit"], quiet=True), seconds=options["every"], job=self.job)
        else:
            self._once(options["limit"])

    def _once(self, limit: int, *, quiet: bool = False) -> int:
        now = timezone.now()
        empty_old(at=now)
        done = deliver_due(at=now, limit=limit)
        if done.handled or not quiet:
            self.stdout.write(f"{done.sent} sent, {done.later} to be tried again, {done.dead} given up")
        return done.handled
