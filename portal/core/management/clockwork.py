"""Base of the commands that run by the clock."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.clock import run_of


class ClockCommand(BaseCommand):
    """A command whose runs are written down under its own name; a loop's rounds are, by :func:`portal.core.management.looping.go_round`."""

    @property
    def job(self) -> str:
        """Its name, as ``manage.py`` knows it."""
        return type(self).__module__.rpartition(".")[2]

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it once, and note how that went; with ``--loop`` the rounds are noted instead."""
        if options.get("loop"):
            return super().execute(*args, **options)
        with run_of(self.job):
            return super().execute(*args, **options)
