"""``manage.py make_exports --loop``: a small service beside ``send_outbox`` and ``seal_audit``."""

from typing import Any

from django.utils import timezone

from forms_app.applications.backoffice.tasks import write_waiting
from forms_app.applications.services.copies import expire_kept
from portal.core.management.clockwork import LoopCommand


class Command(LoopCommand):
    """Makes the tables of files that wait, and deletes those whose day is over."""

    help = "Make the exports that wait and delete those that expired. With --loop, until it is stopped."
    every = 2.0

    def once(self, *, quiet: bool, **options: Any) -> int:
        """One line a round that found something."""
        made = write_waiting()  # first: a table that the disk keeps keeps nobody waiting for hers
        over = sum(expire_kept(at=timezone.now()))
        if made or over or not quiet:
            self.stdout.write(f"{made} made, {over} deleted")
        return made
