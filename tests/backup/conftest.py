"""Folders and keys of a test's own."""

from pathlib import Path

import pytest
from pyrage import x25519

from portal.core.backup.sealing import new_pair, read_identities


def storages_below(folder: Path) -> dict:
    """Settings of the two storages, in a folder."""
    places = {"default": "media", "private": "private"}
    backend = "django.core.files.storage.FileSystemStorage"
    return {alias: {"BACKEND": backend, "OPTIONS": {"location": str(folder / place), "base_url": None}} for alias, place in places.items()}


@pytest.fixture
def house(settings, tmp_path) -> Path:
    """An instance whose pictures, documents and backups lie below one folder; its public key is set, ``house/key`` is the private one."""
    private, public = new_pair()
    for name in ("media", "private", "backups"):
        (tmp_path / name).mkdir()
    (tmp_path / "key").write_text(f"# public key: {public}\n{private}\n")
    settings.STORAGES = settings.STORAGES | storages_below(tmp_path)
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENTS, settings.BACKUP_IDENTITY = str(tmp_path / "backups"), [public], str(tmp_path / "key")
    return tmp_path


@pytest.fixture
def keys(house) -> list[x25519.Identity]:
    return read_identities(house / "key")
