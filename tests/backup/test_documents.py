"""Documents and the rows that name them: what a restore, or a process that was killed, leaves of one without the other."""

import datetime as dt
import os
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from forms_app.applications.models import Upload
from forms_app.applications.services.uploads import add_upload
from portal.core import replays
from portal.core.backup.archive import ArchiveWriter
from portal.core.private_files import private_storage
from tests.applications.test_uploads import file, photo, question
from tests.factories_forms import call, commune, complete_draft


def joined(draft: object, at: dt.datetime | None = None) -> Upload:
    """A document of a draft; ``at``: when its bytes came."""
    made = add_upload(draft=draft, question=question(max_files=9), file=file(photo()), at=timezone.now())
    if at:
        os.utime(made.file.path, (at.timestamp(), at.timestamp()))
    return made


def manage(*words: str, **options: object) -> str:
    """What the command says."""
    said = StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def draft(house, transactional_db, monkeypatch):
    """A draft of an instance of its own."""
    monkeypatch.setattr(Upload._meta.get_field("file"), "storage", private_storage())
    yield complete_draft(call(), commune())[0]
    ContentType.objects.clear_cache()


def test_a_document_that_came_between_database_and_folders_goes_at_a_restore(draft, monkeypatch):
    """Its row is in no backup: no erasure would ever reach it."""
    kept, lost, late = joined(draft), joined(draft), []
    Path(lost.file.path).unlink()
    add_pieces = ArchiveWriter.add_pieces

    def and_then_one_arrives(*args: object) -> object:
        part = add_pieces(*args)
        late.append(joined(draft))
        return part

    monkeypatch.setattr(ArchiveWriter, "add_pieces", and_then_one_arrives)
    monkeypatch.setattr(replays, "_replays", {})
    manage("backup")
    said = manage("restore", replace=str(connection.settings_dict["NAME"]).rpartition("/")[2])
    assert ("documents without a row, deleted: 1" in said, "rows without their document: 1" in said) == (True, True)
    assert (Path(kept.file.path).exists(), Path(late[0].file.path).exists()) == (True, False)


def test_what_one_has_without_the_other_is_named_and_an_upload_under_way_left_alone(draft):
    old = timezone.now() - dt.timedelta(hours=2)
    kept, stray, lost, under_way = (joined(draft, at) for at in (old, old, old, None))
    Upload.objects.filter(pk__in=[stray.pk, under_way.pk]).delete()
    Path(lost.file.path).unlink()
    said = StringIO()
    with pytest.raises(CommandError, match=r"^1 documents without a row, 1 rows without their document$"):
        call_command("check_documents", stdout=said)
    assert said.getvalue().splitlines() == [f"without a row: {stray.file.name}", f"without its document: applications.upload:{lost.pk}"]
    lost.delete()
    assert manage("check_documents", remove=True).splitlines() == ["1 documents without a row deleted", "Every document has its row, every row its document"]
    assert [Path(one.file.path).exists() for one in (kept, stray, under_way)] == [True, False, True]


def test_what_a_run_that_was_killed_had_unpacked_goes_with_the_next(draft, house, monkeypatch):
    """It is everybody's data in the clear, in a folder where nobody looks."""
    monkeypatch.setattr(replays, "_replays", {})
    manage("backup")
    left = [house / "scratch" / "jisr-verify-killed" / "private", house / "private" / ".restoring-killed" / "files", house / "media" / ".restoring-killed"]
    for folder in left:
        folder.mkdir(parents=True)
    manage("verify_backup", scratch=house / "scratch")
    assert [folder.exists() for folder in left] == [False, True, True]
    manage("restore", catch_up=True)
    assert [folder.exists() for folder in left] == [False, False, False]
    left[1].mkdir(parents=True)
    manage("restore", replace=str(connection.settings_dict["NAME"]).rpartition("/")[2])
    assert [folder.exists() for folder in left] == [False, False, False]
