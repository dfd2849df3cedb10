"""Folders and keys of a test's own."""

from pathlib import Path

import pytest
from pyrage import x25519

from portal.core.backup.sealing import new_pair, read_identities


@pytest.fixture
def house(settings, tmp_path) -> Path:
    """An instance whose pictures, documents and backups lie below one folder; its public key is set, ``house/key`` is the private one."""
    private, public = new_pair()
    for name in ("media", "private", "backups"):
        (tmp_path / name).mkdir()
    (tmp_path / "key").write_text(f"# public key: {public}\n{private}\n")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "media")}},
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}},
    }
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENTS, settings.BACKUP_IDENTITY = str(tmp_path / "backups"), [public], str(tmp_path / "key")
    return tmp_path


@pytest.fixture
def keys(house) -> list[x25519.Identity]:
    return read_identities(house / "key")
