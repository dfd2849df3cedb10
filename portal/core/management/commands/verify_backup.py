"""``manage.py verify_backup``: does the newest backup come back?"""

import argparse
import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from portal.core.backup import BackupError
from portal.core.backup.making import backups_in
from portal.core.backup.verifying import last_verified, note_verified, verify_backup
from portal.core.management.backups import add_source, backup_folder, identities, meant
from portal.core.management.clockwork import ClockCommand

#: Another machine's word is as good as our own for so long.
_FRESH = dt.timedelta(days=8)
#: Its clock and ours differ by less.
_AHEAD = dt.timedelta(hours=1)


class Command(ClockCommand):
    """Restores a backup into a database and a folder of their own, compares, and throws both away.

    Where there is no private key, as should be so on the machine that makes the backups, it looks for the word another machine left.
    """

    help = "Restore the newest backup beside the living site and compare it with its manifest; without a private key, look whether another machine did."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The backup, ``--identity`` and ``--scratch``."""
        add_source(parser)
        parser.add_argument("--scratch", type=Path, metavar="FOLDER", help="Where there is room for what is unpacked. Default: the system's temporary folder.")

    def handle(self, **options: Any) -> None:
        """What was found.

        Raises:
            CommandError: the backup does not come back as it was, or nobody has tried for more than a week.
        """
        if options["identity"] is None and options["backup"] is None:
            self._word_of_another()
            return
        begun, source = time.perf_counter(), meant(options["backup"])
        try:
            opened = verify_backup(connection=connection, source=source, identities=identities(options["identity"]), scratch=options["scratch"])
        except (BackupError, OSError) as error:
            raise CommandError(f"{source.name} does NOT come back: {error}") from error
        note_verified(source, at=timezone.now())
        whose = "" if opened.ours else "; the keys here are not those under which it was made"
        self.stdout.write(f"{source.name} comes back whole: {len(opened.manifest.tables)} tables, {time.perf_counter() - begun:.1f} s{whose}")

    def _word_of_another(self) -> None:
        at = timezone.now()
        noted = last_verified(backups_in(backup_folder()), at=at + _AHEAD)
        if noted is None or at - noted > _FRESH:
            raise CommandError("There is no private key here, and for more than a week no other machine has left word that a backup came back.")
        self.stdout.write(f"Verified by another machine on {noted.isoformat(timespec='minutes')}")
