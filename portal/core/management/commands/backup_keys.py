"""``manage.py backup_keys``: the keys, which are in no backup, and are kept apart."""

import argparse
import getpass
import os
import secrets
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core.backup.sealing import new_pair

#: Without letters and digits that look alike on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 6, 5


class Command(BaseCommand):
    """Three words: ``pair`` makes the keys of the backups, ``keep`` puts the keys of the data into a file of its own, ``check`` tries that file."""

    help = "Keys apart from the backups: pair (private and public key of the backups), keep (DATA_KEYS, LOOKUP_KEYS, SECRET_KEY under a passphrase), check."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to do, and the file."""
        parser.add_argument("what", choices=["pair", "keep", "check"])
        parser.add_argument("file", type=Path, help="pair: where the private key goes. keep: where the keys go. check: the file that “keep” made.")

    def handle(self, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: the file is there already, is not there, or holds other keys.
        """
        {"pair": self._pair, "keep": self._keep, "check": self._check}[options["what"]](options["file"])

    def _pair(self, path: Path) -> None:
        private, public = new_pair()
        _write_new(path, f"# public key: {public}\n{private}\n".encode())
        self.stdout.write(f"The private key is in {path}: take it off this machine, print it, keep both copies in two safes.")
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")

    def _keep(self, path: Path) -> None:
        passphrase = "-".join("".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH)) for _group in range(_GROUPS))
        _write_new(path, pyrage.passphrase.encrypt(_keys(), passphrase))
        self.stdout.write(f"The keys of the data are in {path}. This passphrase opens it, is shown once, and belongs on paper, in a sealed envelope:")
        self.stdout.write(f"\n    {passphrase}\n")
        self.stdout.write("Keep file and paper apart from each other and from the backups. “age --decrypt FILE” opens it without this program.")

    def _check(self, path: Path) -> None:
        try:
            held = pyrage.passphrase.decrypt(path.read_bytes(), getpass.getpass("Passphrase: ").strip())
        except (OSError, pyrage.DecryptError) as error:
            raise CommandError(f"The file does not open: {error}") from error
        here, there = _keys().decode().splitlines(), set(held.decode().splitlines())
        others = [line.partition("=")[0] for line in here if line not in there]
        if others:
            raise CommandError(f"The file opens, and holds other {', '.join(others)} than this machine: after a key was changed, run “keep” again.")
        self.stdout.write("The file opens, and holds the keys of this machine.")


def _keys() -> bytes:
    """As they stand in ``/etc/jisr/environment``."""
    values = {"SECRET_KEY": settings.SECRET_KEY, "DATA_KEYS": ",".join(settings.DATA_KEYS), "LOOKUP_KEYS": ",".join(settings.LOOKUP_KEYS)}
    return "".join(f"{name}={value}\n" for name, value in values.items()).encode()


def _write_new(path: Path, body: bytes) -> None:
    """Readable by its owner only; a key that is there is never written over."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} cannot be made: {error.strerror}") from error
    with os.fdopen(handle, "wb") as target:
        target.write(body)
