"""Whether every deadline still falls on the minute that was promised, by the time-zone rules of this machine."""

from typing import Any

from django.utils import timezone

from forms_app.calls.services import recompute_deadlines
from portal.core.management.clockwork import LoopCommand


class Command(LoopCommand):
    """Compare the stored instants of calls with their Moroccan minutes; set right what differs, with an act on public calls."""

    help = "Set right deadlines whose instant no longer falls on the minute promised, after the rules of the time zone changed. --loop looks every hour."
    every = 3600.0  # rules change a few times a decade, and are known days before

    def once(self, *, quiet: bool, **options: Any) -> int:
        """What was set right, and how many; each round is a whole look, so that the next one waits its hour."""
        acts = recompute_deadlines(at=timezone.now())
        for act in acts:
            self.stdout.write(f"{act.call.slug}: {', '.join(change['field'] for change in act.changes)}")
        self.stdout.write(f"deadlines set right: {len(acts)}")
        return 0
