"""``manage.py send_outbox``: what a cron job or a small service runs."""

import argparse
from typing import Any

from django.utils import timezone

from portal.core.management.clockwork import LoopCommand
from portal.core.outbox import deliver_due, empty_old


class Command(LoopCommand):
    """Sends messages that are due, and empties old ones that could not be sent."""

    help = "Send the messages that are due. With --loop, until it is stopped."
    every = 5.0

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--limit`` besides."""
        super().add_arguments(parser)
        parser.add_argument("--limit", type=int, default=1000, help="Messages of one round.")

    def once(self, *, quiet: bool, **options: Any) -> int:
        """One line a round that found something."""
        now = timezone.now()
        empty_old(at=now)
        done = deliver_due(at=now, limit=options["limit"])
        if done.handled or not quiet:
            self.stdout.write(f"{done.sent} sent, {done.later} to be tried again, {done.dead} given up")
        return done.handled
