"""Whether every deadline still falls on the minute that was promised, by the time-zone rules of this machine."""

from argparse import ArgumentParser

from django.utils import timezone

from forms_app.calls.services import recompute_deadlines
from portal.core.management.clockwork import ClockCommand
from portal.core.management.looping import go_round

#: Seconds between two looks: rules change a few times a decade, and are known days before.
_PAUSE = 3600


class Command(ClockCommand):
    """Compare the stored instants of calls with their Moroccan minutes; set right what differs, with an act on public calls."""

    help = "Set right deadlines whose instant no longer falls on the minute promised, after the rules of the time zone changed. --loop looks every hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument("--loop", action="store_true", help="Go on until told to stop.")

    def handle(self, *args: object, **options: object) -> None:
        """Once, or every hour."""
        if options["loop"]:
            go_round(self._look, seconds=_PAUSE, job=self.job)
        else:
            self._look()

    def _look(self) -> int:
        acts = recompute_deadlines(at=timezone.now())
        for act in acts:
            self.stdout.write(f"{act.call.slug}: {', '.join(change['field'] for change in act.changes)}")
        self.stdout.write(f"deadlines set right: {len(acts)}")
        return 0
