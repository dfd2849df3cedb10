"""``manage.py sync_groups``"""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.staff.sync import sync_all


class Command(BaseCommand):
    """Make groups, rights on pages and media, and workflows as DESIGN section 9 says."""

    help = "Make the groups of every role and region, their rights and workflows, and put people in them. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sync everything and say what was done."""
        sync_all(self.stdout.write)
