"""``manage.py tell_call_acts``: what a cron job or a small service runs."""

import argparse
from typing import Any

from django.utils import timezone

from forms_app.calls.services.notices import BATCH, tell_waiting
from portal.core.management.clockwork import LoopCommand

#: Batches of one round of a loop; alone it goes on until nobody waits.
_BATCHES = 20


class Command(LoopCommand):
    """Queues the messages to those concerned by acts on calls. It may be stopped at any point and run several times at once."""

    help = "Queue the messages that tell of acts on calls. With --loop, until it is stopped."
    every = 5.0

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--size`` besides."""
        super().add_arguments(parser)
        parser.add_argument("--size", type=int, default=BATCH, help="Rows looked at in one transaction.")

    def once(self, *, quiet: bool, **options: Any) -> int:
        """One line a round that found something."""
        done = tell_waiting(at=timezone.now(), batches=_BATCHES if options["loop"] else None, size=options["size"])
        if done or not quiet:
            self.stdout.write(f"batches: {done}")
        return done
