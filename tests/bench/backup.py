"""A backup of 64,677 files: made, tried, restored; beside it a bare ``pg_dump`` of the same database."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.table import Table, forget_peak, memory, peak_memory, seconds

PRINTED, DOCUMENTS, BYTES = 64_677, 5_000, 200_000


def measure(table: Table) -> None:
    """The database alone, for the ratio; then with documents as photographs are, which no compression makes smaller."""
    from django.core.management import call_command
    from django.db import connection

    from forms_app.applications.models import Submission

    call_command("load_programme", verbosity=0)
    call_command("generate_submissions", count=400 if table.quick else PRINTED, seed=64677)
    files = Submission.objects.count()
    with _house() as folder:
        bare = _bare(folder) if connection.vendor == "postgresql" else 0.0
        if bare:
            table.add(f"bare pg_dump of {files:,} files", bare, "s")
        alone = _watched(table, f"backup of {files:,} files, no documents", lambda: call_command("backup"))
        if bare:
            table.ratio("backup / bare pg_dump", alone, bare, at_most=None if table.quick else 1.5)
        _documents(folder, 50 if table.quick else DOCUMENTS)
        gigabyte = _watched(table, "backup with a gigabyte of documents", lambda: call_command("backup"))
        table.add("documents", (50 if table.quick else DOCUMENTS) * BYTES / 1e6 / max(gigabyte - alone, 0.01), "MB/s")
        _watched(table, "verify_backup of the same", lambda: call_command("verify_backup", scratch=folder))
        connection.close()
        name = connection.settings_dict["NAME"].rpartition("/")[2]
        _watched(table, "restore of the same", lambda: call_command("restore", replace=name))
    if Submission.objects.count() != files:
        raise AssertionError("the restore lost files")


@contextmanager
def _house() -> Iterator[Path]:
    """Folders, and a pair of keys."""
    from django.test import override_settings

    from portal.core.backup.sealing import new_pair

    private, public = new_pair()
    storage = "django.core.files.storage.FileSystemStorage"
    with tempfile.TemporaryDirectory(prefix="jisr-bench-backup-") as name:
        folder = Path(name)
        (folder / "key").write_text(private, encoding="ascii")
        storages = {alias: {"BACKEND": storage, "OPTIONS": {"location": str(folder / at)}} for alias, at in (("default", "media"), ("private", "private"))}
        with override_settings(STORAGES=storages, BACKUP_FOLDER=name + "/backups", BACKUP_RECIPIENTS=[public], BACKUP_IDENTITY=name + "/key"):
            yield folder


def _bare(folder: Path) -> float:
    target = folder / "bare"
    return seconds(lambda: subprocess.run(["pg_dump", "--format=custom", f"--file={target}", os.environ["DATABASE_URL"]], check=True))


def _documents(folder: Path, count: int) -> None:
    for number in range(count):
        path = folder / "private" / f"{number % 100:02d}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(BYTES))


def _watched(table: Table, what: str, work: object) -> float:
    forget_peak()
    before = memory()
    taken = table.add(what, seconds(work), "s")
    table.add(f"{what}: memory beyond the process's own", peak_memory() - before, "MB")
    return taken
