"""``manage.py backup``: the database, the pictures and the documents in one encrypted file."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from portal.core.backup import BackupError
from portal.core.backup.keeping import Policy, to_keep
from portal.core.backup.making import backups_in, make_backup
from portal.core.backup.verifying import forget_note
from portal.core.management.backups import backup_folder
from portal.core.management.clockwork import ClockCommand


class Command(ClockCommand):
    """Makes one, then deletes those that the policy no longer keeps. Run it beside the living site, once a day."""

    help = "Back up the database, MEDIA_ROOT and PRIVATE_ROOT, encrypted with the public keys of BACKUP_RECIPIENTS. The data keys are not in it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """``--to`` and how many stay."""
        policy = Policy()
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="Where it goes. Default: BACKUP_FOLDER.")
        for name in ("daily", "weekly", "monthly"):
            parser.add_argument(f"--{name}", type=int, default=getattr(policy, name), help=f"How many {name} backups stay (default {getattr(policy, name)}).")

    def handle(self, **options: Any) -> None:
        """One line for the backup, one for those that went.

        Raises:
            CommandError: there is no backup; what was there before is still there.
        """
        begun, folder = time.perf_counter(), backup_folder(options["to"])
        try:
            made = make_backup(connection=connection, folder=folder, recipients=settings.BACKUP_RECIPIENTS, at=timezone.now())
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{made.path}: {made.path.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - begun:.1f} s")
        backups = backups_in(folder)
        kept = to_keep([backup.made_at for backup in backups], policy=Policy(options["daily"], options["weekly"], options["monthly"]))
        old = [backup for backup in backups if backup.made_at not in kept]
        for backup in old:
            backup.path.unlink()
            forget_note(backup.path)
        if old:
            self.stdout.write(f"{len(old)} older ones deleted, {len(kept)} stay")
