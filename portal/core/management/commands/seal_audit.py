"""``manage.py seal_audit``: chains new audit entries."""

from typing import Any

from portal.core.audit import seal_entries
from portal.core.management.clockwork import LoopCommand


class Command(LoopCommand):
    """Seals what is not sealed yet. Two at once do no harm: one waits for its turn."""

    help = "Chain the audit entries that are not sealed yet. With --loop, until it is stopped."
    every = 3.0

    def once(self, *, quiet: bool, **options: Any) -> int:
        """How many were sealed; a loop says nothing."""
        sealed = seal_entries()
        if not quiet:
            self.stdout.write(f"{sealed} sealed")
        return sealed
