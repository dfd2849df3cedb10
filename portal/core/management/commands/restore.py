"""``manage.py restore``: the way back. docs/operating.md tells it step by step."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from portal.core.backup import BackupError
from portal.core.backup.restoring import catch_up, occupied, restore
from portal.core.management.backups import add_source, identities, meant

_NEXT = """Restored. Next:
  1. manage.py rotate_keys --check     every count must be 0, or DATA_KEYS lacks a key the backup was made under
  2. manage.py verify_audit            the chain of the audit holds
  3. manage.py check_documents         every document has its row, every row its document
  4. manage.py search_index rebuild    searches find what was restored
  5. start the loops and the web server; read /health/full
  6. when all is well, delete the folders .before-* in MEDIA_ROOT and PRIVATE_ROOT
What was sent after the backup was made is not in it: see docs/operating.md, "What a restore cannot bring back"."""


class Command(BaseCommand):
    """Proves the whole backup, then replaces database and folders. Stop the web server and the loops before."""

    help = "Restore a backup into an empty instance; into one that is not, only after its name was typed."
    requires_system_checks: list[str] = []  # there may be no table yet

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The backup, its key, and what is allowed."""
        add_source(parser)
        parser.add_argument("--replace", metavar="NAME", help="Replace what is here; NAME is the name of its database, as the command asks for it.")
        parser.add_argument("--other-keys", action="store_true", help="Go on although DATA_KEYS and LOOKUP_KEYS here open nothing of it.")
        parser.add_argument("--catch-up", action="store_true", help="Restore nothing, only migrate and erase again: after an interruption.")

    def handle(self, **options: Any) -> None:
        """Tell every step, and what to do next.

        Raises:
            CommandError: nothing was changed, unless the words say otherwise.
        """
        if options["catch_up"]:
            self._tell_replayed(catch_up(tell=self.stdout.write))
            return
        try:
            replayed = restore(
                connection=connection,
                source=meant(options["backup"]),
                identities=identities(options["identity"]),
                replace=occupied(connection) and self._allowed(options["replace"]),
                other_keys=options["other_keys"],
                tell=self.stdout.write,
            )
        except Error as error:
            raise CommandError(f"The database refuses: {error}") from error
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell_replayed(replayed)

    def _tell_replayed(self, replayed: dict[str, int]) -> None:
        for name, count in replayed.items():
            self.stdout.write(f"  {name}: {count}")
        self.stdout.write(_NEXT)

    def _allowed(self, typed: str | None) -> bool:
        """Whether the person at the keyboard knows what she replaces.

        Raises:
            CommandError: she typed something else.
        """
        name = str(connection.settings_dict["NAME"]).rpartition("/")[2]
        if typed is None and sys.stdin.isatty():
            typed = input(f"This instance is NOT empty. Everything in it will be replaced. To go on, type the name of its database, {name}: ")
        if typed != name:
            raise CommandError(f"This instance is not empty. Say --replace {name} to give up what it holds. Nothing was changed.")
        return True
