"""``manage.py move_call_documents``: once, after the upgrade to the release that keeps documents of calls privately."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_app.calls.services.keeping import move_documents


class Command(BaseCommand):
    """It may be stopped at any point and run again."""

    help = "Move the documents of calls from MEDIA_ROOT into PRIVATE_ROOT, where nobody finds those of a draft by guessing their address."

    def handle(self, **options: Any) -> None:
        """Say how many were moved.

        Raises:
            CommandError: naming those that differ from what was put on the page; they stay where they are.
        """
        moved, damaged = 0, []
        for name, whole in move_documents():
            moved += whole
            damaged += [] if whole else [name]
        self.stdout.write(f"documents of calls moved: {moved}")
        if damaged:
            raise CommandError(f"not what was put on the page, left in place: {', '.join(damaged)}")
