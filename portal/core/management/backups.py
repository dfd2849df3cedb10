"""What the commands of backups share: where backups lie, which one is meant, and which key opens it."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from pyrage import x25519

from portal.core.backup.making import backups_in
from portal.core.backup.sealing import read_identities


def add_source(parser: argparse.ArgumentParser) -> None:
    """The backup, and ``--identity``."""
    parser.add_argument("backup", nargs="?", type=Path, help="The file. Default: the newest in BACKUP_FOLDER.")
    parser.add_argument("--identity", type=Path, default=settings.BACKUP_IDENTITY or None, help="File with the private key. Default: BACKUP_IDENTITY.")


def backup_folder(given: Path | None = None) -> Path:
    """Where backups lie.

    Raises:
        CommandError: nobody said.
    """
    if not given and not settings.BACKUP_FOLDER:
        raise CommandError("BACKUP_FOLDER is empty: say where the backups lie.")
    return given or Path(settings.BACKUP_FOLDER)


def meant(given: Path | None) -> Path:
    """The backup that was named, or the newest; one that a clock set back since has named after the future is older than it says.

    Raises:
        CommandError: there is none.
    """
    if given:
        return given
    folder = backup_folder()
    backups = backups_in(folder)
    if not backups:
        raise CommandError(f"There is no backup in {folder}.")
    past = [backup for backup in backups if backup.made_at <= timezone.now()]
    return (past or backups)[-1].path


def identities(path: Path | None) -> list[x25519.Identity]:
    """The private keys.

    Raises:
        CommandError: nobody said where they are.
    """
    if path is None:
        raise CommandError("Which private key? Say --identity FILE, or set BACKUP_IDENTITY.")
    return read_identities(path)
