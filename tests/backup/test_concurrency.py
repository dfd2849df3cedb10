"""There and back, with real commits: on PostgreSQL with its own programs, on SQLite with its online copy."""

import datetime as dt
import os
import resource
import signal
import sqlite3
import time
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pyrage import x25519

from portal.core import replays
from portal.core.audit import record_act, seal_entries, verify_chain
from portal.core.backup import BackupError, databases
from portal.core.backup.making import backups_in, make_backup
from portal.core.backup.restoring import occupied, restore
from portal.core.backup.sealing import read_identities
from portal.core.models import ClockRun, OutboxMessage, SiteNotice
from portal.core.outbox import queue_message
from tests.backup.conftest import storages_below
from tests.backup.test_opening import files_below

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)
FILES = {"media/images/صورة.jpg": b"picture" * 1000, "private/drafts/x/1.pdf": b"%PDF", "private/erasures.jsonl": b'{"n": 1}\n'}


@pytest.fixture(autouse=True)
def _no_replays(monkeypatch):
    monkeypatch.setattr(replays, "_replays", {})
    yield
    ContentType.objects.clear_cache()


@pytest.fixture
def filled(house) -> Path:
    """An instance with a few rows, encrypted ones among them, and a few documents."""
    notice = SiteNotice.objects.create(key="breakdown", text={"ar": "عطل", "fr": "Panne"})
    queue_message(channel="sms", to="+212600000001", body="hers", language="fr", purpose="receipt", dedupe="one")
    for number in range(3):
        record_act(act="notice.changed", of=notice, number=number)
    seal_entries()
    for name, body in FILES.items():
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_bytes(body)
    return house


def manage(*words: str, **options: object) -> str:
    said = StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


def state(house: Path) -> dict:
    """What is compared. The clock's own rows change with every command."""
    rows = {table: count for table, count in databases.count_rows(connection).items() if table != "core_clockrun"}
    return {"rows": rows, "files": {name: files_below(house / name) for name in ("media", "private")}}


def name_of_database() -> str:
    return str(connection.settings_dict["NAME"]).rpartition("/")[2]


def spoil(house: Path) -> None:
    """Everything a restore must put right, and a list of erasures it must not lose."""
    OutboxMessage.objects.all().delete()
    SiteNotice.objects.update(text={"ar": "غيره", "fr": "Autre"})
    SiteNotice.objects.create(key="later", text={"ar": "أ", "fr": "a"})
    (house / "media/images/صورة.jpg").write_bytes(b"another")
    (house / "private/later").write_bytes(b"later")
    (house / "private/erasures.jsonl").write_bytes(b'{"n": 2}\n{"n"')


def test_there_and_back(filled, monkeypatch):
    before = state(filled)
    manage("backup")
    spoil(filled)
    erased = []
    monkeypatch.setattr(replays, "_replays", {"persons": lambda: erased.append(SiteNotice.objects.count()) or 7})
    said = manage("restore", replace=name_of_database())
    after = state(filled)
    put_aside = [files_below(path) for path in (filled / "private").glob(".before-*")]
    assert after["rows"] == before["rows"]
    assert after["files"]["media"].pop("images/صورة.jpg") == FILES["media/images/صورة.jpg"]
    assert after["files"]["private"].pop("erasures.jsonl") == b'{"n": 2}\n{"n"\n{"n": 1}\n', "the newer list stays, and gains what it lacked"
    assert (after["files"]["private"].pop("drafts/x/1.pdf"), put_aside) == (b"%PDF", [{"drafts/x/1.pdf": b"%PDF", "later": b"later"}])
    assert (OutboxMessage.objects.get().address, SiteNotice.objects.get().text) == ("+212600000001", {"ar": "عطل", "fr": "Panne"})
    assert (verify_chain().sealed, erased, "persons: 7" in said) == (3, [1], True)
    assert SiteNotice.objects.create(key="next", text={"ar": "أ", "fr": "a"}).pk > SiteNotice.objects.get(key="breakdown").pk, "numbers go on"


def test_on_another_machine_an_empty_instance_becomes_the_one_that_was(filled, settings):
    before = state(filled)
    manage("backup")
    (backup,) = backups_in(filled / "backups")
    settings.STORAGES = settings.STORAGES | storages_below(filled / "another")
    said = []
    with databases.temporary(connection, filled) as empty:
        where = {"connection": empty, "source": backup.path, "identities": read_identities(filled / "key"), "other_keys": False, "tell": said.append}
        assert (occupied(empty), restore(**where, replace=False)) == (False, {})
        assert {table: count for table, count in databases.count_rows(empty).items() if table in before["rows"]} == before["rows"]
        assert {name: files_below(filled / "another" / name) for name in ("media", "private")} == before["files"]
        with pytest.raises(BackupError, match="This instance is not empty"):
            restore(**where, replace=False)
    assert len(said) == 5


def test_a_backup_is_tried_beside_the_living_site(filled, monkeypatch):
    manage("backup")
    spoil(filled)
    before = state(filled)
    said = manage("verify_backup", scratch=filled)
    assert ("comes back whole" in said, state(filled), list(filled.glob("jisr-verify-*"))) == (True, before, [])
    assert set(ClockRun.objects.filter(succeeded_at__gte=timezone.now() - dt.timedelta(minutes=5)).values_list("job", flat=True)) == {"backup", "verify_backup"}
    (filled / "key").rename(filled / "elsewhere")
    assert "Verified by another machine" in manage("verify_backup", identity=None)
    counted = databases.count_rows
    monkeypatch.setattr("portal.core.backup.verifying.count_rows", lambda trial: counted(trial) | {"core_sitenotice": 2})
    with pytest.raises(CommandError, match=r"NOT come back: Restored, these tables have other rows .*: core_sitenotice$"):
        manage("verify_backup", identity=filled / "elsewhere", scratch=filled)
    assert ClockRun.objects.get(job="verify_backup").failure == "CommandError"


def damage(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def test_what_cannot_be_proved_or_was_not_meant_changes_nothing(filled, settings):
    manage("backup")
    (backup,) = backups_in(filled / "backups")
    before, whole = state(filled), backup.path.read_bytes()

    def refused(message: str, command: str = "restore", **options: object) -> None:
        with pytest.raises(CommandError, match=message):
            manage(command, **({"replace": name_of_database()} if command == "restore" else {}) | options)
        assert state(filled) == before

    for typed in (None, "", "yes"):
        refused("This instance is not empty", replace=typed)
    for spoiled in (damage, cut):
        spoiled(backup.path)
        refused("The backup is damaged")
        refused("does NOT come back: The backup is damaged", "verify_backup")
        backup.path.write_bytes(whole)
    (filled / "another").write_text(str(x25519.Identity.generate()))
    refused("This key does not open the backup", identity=filled / "another")
    mine, settings.DATA_KEYS = settings.DATA_KEYS, ["another key of data " * 3]
    refused("are not those of the backup")
    manage("restore", replace=name_of_database(), other_keys=True)
    settings.DATA_KEYS = mine
    assert OutboxMessage.objects.get().address == "+212600000001", "whoever insists gets it all the same"


def test_a_backup_of_a_newer_release_changes_nothing(filled):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_of_tomorrow', CURRENT_TIMESTAMP)")
        try:
            manage("backup")
            before = state(filled)
            with pytest.raises(CommandError, match="A newer release made this backup"):
                manage("restore", replace=name_of_database())
            assert state(filled) == before
        finally:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_of_tomorrow'")


def test_a_dump_is_one_moment_and_goes_in_whole_or_not_at_all(filled):
    with databases.snapshot(connection) as moment:
        if connection.vendor == "postgresql":  # SQLite's copy was made before the block began
            SiteNotice.objects.all().delete()
        (filled / "dump").write_bytes(moment.dump.read())
    with databases.temporary(connection, filled) as trial:
        databases.load(trial, filled / "dump")
        assert (databases.count_rows(trial), moment.tables["core_sitenotice"]) == (moment.tables, 1)
    before = state(filled)
    if connection.vendor == "sqlite":  # its last page is of use to nobody: what is cut off below is missed by no table
        with closing(sqlite3.connect(filled / "dump")) as dump:
            dump.execute("CREATE TABLE of_yesterday AS SELECT zeroblob(20000)")
            dump.execute("DROP TABLE of_yesterday")
    for spoiled in (b"no dump" * 100, (filled / "dump").read_bytes()[:-2000]):
        (filled / "spoiled").write_bytes(spoiled)
        for replace in (True, False):
            with pytest.raises(BackupError, match=r"took nothing of it|is damaged"):
                databases.load(connection, filled / "spoiled", replace=replace)
            assert state(filled) == before
    if connection.vendor == "postgresql":
        with pytest.raises(BackupError, match="took nothing of it"):  # a whole one, where something is already
            databases.load(connection, filled / "dump")
        assert state(filled) == before


def test_what_is_interrupted_leaves_no_file_that_looks_whole(filled, settings):
    manage("backup")
    before = sorted(path.name for path in (filled / "backups").iterdir())
    for number in range(400):
        with (filled / "media" / f"large{number}").open("wb") as large:
            large.truncate(8_000_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000_000, limits[1]))
    try:
        with pytest.raises(CommandError, match=r"No backup was made\. The backup cannot be written"):
            manage("backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (sorted(path.name for path in (filled / "backups").iterdir()), ClockRun.objects.get(job="backup").failure) == (before, "CommandError")

    connection.close()
    child = os.fork()
    if child == 0:
        try:
            make_backup(connection=connection, folder=filled / "backups", recipients=settings.BACKUP_RECIPIENTS, at=NOW)
        finally:
            os._exit(0)
    unfinished = filled / "backups" / "jisr-20261122T020000Z.tar.age.part"
    until = time.monotonic() + 20
    while time.monotonic() < until and not (unfinished.exists() and unfinished.stat().st_size):
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert (os.WTERMSIG(status), unfinished.exists(), len(backups_in(filled / "backups"))) == (signal.SIGKILL, True, 1)
    for large in (filled / "media").glob("large*"):
        large.unlink()

    for day in range(1, 21):
        old = filled / "backups" / f"jisr-202501{day:02d}T020000Z.tar.age"
        old.write_bytes(b"old")
        old.with_name(old.name + ".verified").write_text("{}")
    (filled / "backups" / "notes.txt").write_text("of somebody")
    manage("backup", daily=3, weekly=1, monthly=1)
    left = sorted(path.name for path in (filled / "backups").iterdir() if path.name.startswith(("jisr-2025", "notes")))
    kept = [f"jisr-202501{day}T020000Z.tar.age{suffix}" for day in (19, 20) for suffix in ("", ".verified")]
    assert (left, unfinished.exists()) == ([*kept, "notes.txt"], False)
