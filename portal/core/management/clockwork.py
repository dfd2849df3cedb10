"""Bases of the commands that run by the clock."""

import argparse
import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.core.clock import run_of
from portal.core.logs import about

from .looping import go_round

logger = logging.getLogger(__name__)


class ClockCommand(BaseCommand):
    """A command whose runs are written down under its own name; a loop's rounds are, by :func:`portal.core.management.looping.go_round`."""

    @property
    def job(self) -> str:
        """Its name, as ``manage.py`` knows it."""
        return type(self).__module__.rpartition(".")[2]

    def run_from_argv(self, argv: list[str]) -> None:
        """As started by the clock: a failure is a line of the log, where Python itself would print its words."""
        try:
            super().run_from_argv(argv)
        except Exception:
            with about(job=self.job):
                logger.exception("The command failed")
            sys.exit(1)

    def counts(self, **options: Any) -> bool:
        """Whether a run with these options is one that the clock waits for: with ``--loop`` the rounds are noted instead, and a dry run is none."""
        return not options.get("loop") and not options.get("dry_run")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it once, and note how that went, if it is what the clock waits for."""
        if not self.counts(**options):
            return super().execute(*args, **options)
        with about(job=self.job), run_of(self.job):
            return super().execute(*args, **options)


class LoopCommand(ClockCommand):
    """A command that does its work once, or with ``--loop`` again and again as a small service, until it is stopped."""

    #: Seconds between two rounds that find nothing, unless ``--every`` says otherwise.
    every: float

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--loop`` and ``--every``."""
        parser.add_argument("--loop", action="store_true", help="Go on until SIGTERM.")
        parser.add_argument("--every", type=float, default=self.every, help="Seconds between two rounds that find nothing.")

    def handle(self, **options: Any) -> None:
        """Once, or round after round."""
        if options["loop"]:
            go_round(lambda: self.once(quiet=True, **options), seconds=options["every"], job=self.job)
        else:
            self.once(quiet=False, **options)

    def once(self, *, quiet: bool, **options: Any) -> int:
        """One round, with the options of the command. How much it found to do: after a round that found something the next follows at once.

        ``quiet``: it is one of many, and need not say that there was nothing.
        """
        raise NotImplementedError
