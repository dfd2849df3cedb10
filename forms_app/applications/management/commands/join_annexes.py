"""``manage.py join_annexes --loop``: a small service beside ``send_outbox``, ``seal_audit`` and ``make_exports``."""

from typing import Any

from forms_app.applications.services.annexes import join_waiting
from portal.core.management.clockwork import LoopCommand


class Command(LoopCommand):
    """Puts the photographed pages of applicants together."""

    help = "Make the annexes that wait: one PDF of the photos and PDFs of a question. With --loop, until it is stopped."
    every = 1.0

    def once(self, *, quiet: bool, **options: Any) -> int:
        """One line a round that found something."""
        made = join_waiting()
        if made or not quiet:
            self.stdout.write(f"{made} made")
        return made
