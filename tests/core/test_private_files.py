"""Private files: on the disk when acknowledged, and nothing half-written on a full one."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.core.private_files import PrivateFiles
from tests.full_disk import full_disk


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_half_a_file_is_no_file(tmp_path) -> None:
    storage = PrivateFiles(location=tmp_path)
    small = storage.save("day/small.pdf", ContentFile(b"x" * 1000))
    with full_disk(room=1000), pytest.raises(OSError, match="large") as refused:
        storage.save("day/large.pdf", ContentFile(b"x" * 1001))
    assert (refused.value.errno, small, files(tmp_path)) == (errno.EFBIG, "day/small.pdf", ["small.pdf"])


def test_a_file_and_its_name_are_on_the_disk_before_anybody_is_told(tmp_path, monkeypatch) -> None:
    synced = []
    monkeypatch.setattr("portal.core.private_files.os.fsync", lambda number: synced.append(Path(f"/proc/self/fd/{number}").resolve().name))
    PrivateFiles(location=tmp_path).save("day/one.pdf", ContentFile(b"x"))
    assert synced == ["one.pdf", "day"]
