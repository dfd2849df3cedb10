"""``manage.py apply_retention``, once a day."""

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.core.management.clockwork import ClockCommand
from portal.core.retention import Line, apply_retention, known_rules


class Command(ClockCommand):
    """Erase what is kept too long; the report is printed, and kept in the audit."""

    help = "Erase what is kept longer than RETENTION_DAYS says. It may be stopped and run again; --dry-run changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--dry-run`` and ``--only``."""
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")
        parser.add_argument("--only", action="append", choices=known_rules(), help="This rule; may be given several times.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a rule: how many are over, from when to when, how many are gone.

        Raises:
            CommandError: a rule failed; the others were applied.
        """
        lines = apply_retention(at=timezone.now(), dry_run=options["dry_run"], only=options["only"])
        for line in lines:
            self.stdout.write(_said(line, dry_run=options["dry_run"]))
        failed = [line.name for line in lines if line.failed]
        if failed:
            raise CommandError(f"Not all could go of: {', '.join(failed)}")

    def counts(self, **options: Any) -> bool:
        """Every rule was applied, and not only some."""
        return super().counts(**options) and not options["only"]


def _said(line: Line, *, dry_run: bool) -> str:
    when = f" ({_day(line.due.first)} to {_day(line.due.last)})" if line.due.count and line.due.first and line.due.last else ""
    done = "held until RETENTION_CONFIRMED" if line.held and line.due.count else "" if dry_run else f"{line.done} gone"
    return f"{line.name}: {line.due.count} over{when}{', ' + done if done else ''}"


def _day(moment: dt.datetime | dt.date) -> str:
    return f"{timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment:%Y-%m-%d}"
