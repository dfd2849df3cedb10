"""Keys apart, and what the commands say when they cannot work."""

import datetime as dt
import errno
import os
import stat
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.core.backup.sealing import read_identities
from portal.core.backup.verifying import note_verified
from portal.core.management.backups import meant
from portal.core.management.commands.backup_keys import _keys
from portal.core.management.commands.verify_backup import Command


def manage(*words: object, **options: object) -> str:
    said = StringIO()
    call_command(*map(str, words), stdout=said, **options)
    return said.getvalue()


def test_a_pair_is_made_once_and_belongs_to_its_owner(tmp_path):
    path = tmp_path / "identity"
    said = manage("backup_keys", "pair", path)
    (key,) = read_identities(path)
    assert said.splitlines()[-1] == f"BACKUP_RECIPIENTS={key.to_public()}"
    assert (stat.S_IMODE(path.stat().st_mode), str(key) in said) == (0o600, False)
    before = path.read_bytes()
    with pytest.raises(CommandError, match="cannot be made: File exists"):
        manage("backup_keys", "pair", path)
    assert path.read_bytes() == before


def test_the_keys_of_the_data_are_kept_under_a_passphrase_shown_once(tmp_path, settings, monkeypatch):
    settings.DATA_KEYS, settings.LOOKUP_KEYS, settings.SECRET_KEY = ["new data key", "old data key"], ["look-up key"], "the secret"
    path = tmp_path / "keys.age"
    said = manage("backup_keys", "keep", path)
    passphrase = next(line.strip() for line in said.splitlines() if line.startswith("    "))
    assert _keys() == b"SECRET_KEY=the secret\nDATA_KEYS=new data key,old data key\nLOOKUP_KEYS=look-up key\n"
    assert (len(passphrase), [word for word in ("data key", "look-up", "secret") if word.encode() in path.read_bytes()]) == (35, [])
    monkeypatch.setattr("getpass.getpass", lambda _question: f" {passphrase}")
    settings.DATA_KEYS = ["another", "new data key", "old data key"]
    with pytest.raises(CommandError, match="The file opens, and holds other DATA_KEYS than this machine"):
        manage("backup_keys", "check", path)


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        (["backup_keys", "check", "/nowhere/keys"], {}, "does not open"),
        (["backup_keys", "pair", "/nowhere/key"], {}, "cannot be made"),
    ],
)
def test_a_file_that_is_not_there(words, options, message, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _question: "x")
    with pytest.raises(CommandError, match=message):
        manage(*words, **options)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "changes", "message"),
    [
        ("backup", {"BACKUP_FOLDER": ""}, "BACKUP_FOLDER is empty"),
        ("backup", {"BACKUP_RECIPIENTS": []}, "No backup was made. BACKUP_RECIPIENTS is empty"),
        ("backup", {"BACKUP_RECIPIENTS": ["age1nobody"]}, "No backup was made. BACKUP_RECIPIENTS holds something"),
        ("restore", {}, "There is no backup in"),
        ("verify_backup", {}, "There is no backup in"),
        ("verify_backup", {"BACKUP_IDENTITY": ""}, "There is no private key here"),
    ],
)
def test_what_is_missing_is_named(house, settings, command, changes, message):
    for name, value in changes.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=message):
        manage(command, replace="x") if command == "restore" else manage(command)
    assert sorted((house / "backups").iterdir()) == []


@pytest.mark.django_db
def test_a_restore_needs_the_private_key(house, settings):
    settings.BACKUP_IDENTITY = ""
    (house / "backups" / "jisr-20261122T020000Z.tar.age").write_bytes(b"")
    with pytest.raises(CommandError, match="Which private key"):
        manage("restore")


def test_a_backup_named_after_the_future_is_not_taken_for_the_newest(house):
    for year in (2001, 2002, 2999):
        (house / "backups" / f"jisr-{year}1122T020000Z.tar.age").write_bytes(b"")
    assert meant(None).name == "jisr-20021122T020000Z.tar.age"


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "expected"), [(1, "Verified by another machine"), (24 * 8 + 1, None)])
def test_the_word_of_another_machine_counts_for_a_week(house, settings, hours, expected):
    settings.BACKUP_IDENTITY = ""
    path = house / "backups" / "jisr-20261122T020000Z.tar.age"
    path.write_bytes(b"")
    note_verified(path, at=timezone.now() - dt.timedelta(hours=hours))
    if expected:
        assert expected in manage("verify_backup")
        return
    with pytest.raises(CommandError, match="no other machine has left word"):
        manage("verify_backup")


def test_the_word_of_a_machine_whose_clock_was_ahead_tells_nothing(tmp_path, settings):
    """Otherwise it would be believed until that day, whatever fails meanwhile; an older true one still counts."""
    settings.BACKUP_FOLDER = str(tmp_path)
    for night, days in ((21, 2), (22, -300)):
        path = tmp_path / f"jisr-202611{night}T020000Z.tar.age"
        path.write_bytes(b"")
        note_verified(path, at=timezone.now() - dt.timedelta(days=days))
    Command()._word_of_another()
    (tmp_path / "jisr-20261121T020000Z.tar.age.verified").unlink()
    with pytest.raises(CommandError, match="no other machine has left word"):
        Command()._word_of_another()


def test_the_word_about_a_trial_may_be_read_by_the_machine_that_waits_for_it(tmp_path):
    """Its user has another number there."""
    before = os.umask(0o077)
    try:
        note_verified(tmp_path / "jisr-20261122T020000Z.tar.age", at=timezone.now())
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o644]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_machine_that_may_only_read_the_backups_leaves_no_word(tmp_path, monkeypatch, number):
    """Its trial has succeeded all the same; a disk that is full is another matter."""
    monkeypatch.setattr(Path, "write_text", lambda *_text, **_coding: (_ for _ in ()).throw(OSError(number, "refused")))
    with pytest.raises(OSError, match="refused") if number == errno.ENOSPC else nullcontext():
        note_verified(tmp_path / "jisr-20261122T020000Z.tar.age", at=timezone.now())


@pytest.mark.django_db
@pytest.mark.skipif(not configured.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test")
def test_without_the_programs_of_postgresql_it_says_what_to_install(house, monkeypatch):
    monkeypatch.setenv("PATH", str(house))
    with pytest.raises(CommandError, match="pg_dump is not on this machine"):
        manage("backup")
