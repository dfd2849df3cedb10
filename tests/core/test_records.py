"""Loading records: idempotent, and never over an editor's change."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from portal.core.models import LoadedContent, SiteNotice
from portal.core.records import Outcome, load_record

KEY = "core.notice:free"
STARTS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VALUES = {"text": {"ar": "التسجيل مجاني.", "fr": "L’inscription est gratuite."}, "tone": "info", "starts_at": STARTS}

pytestmark = pytest.mark.django_db


def load(*, reset: bool = False, **changes: object) -> tuple[SiteNotice | None, Outcome]:
    """Load the one notice of these tests."""
    return load_record(key=KEY, model=SiteNotice, lookup={"key": "free"}, values=VALUES | changes, reset=reset)


def test_first_run_creates() -> None:
    """The record is there, with the values given, and its mark."""
    notice, outcome = load()
    notice.refresh_from_db()
    assert outcome == Outcome.CREATED
    assert (notice.text, notice.tone, notice.starts_at) == (VALUES["text"], "info", STARTS)
    assert list(LoadedContent.objects.values_list("key", flat=True)) == [KEY]


def test_second_run_changes_nothing() -> None:
    """Neither the record nor its history grows."""
    load()
    mark = LoadedContent.objects.get()
    notice, outcome = load()
    assert outcome == Outcome.UNCHANGED
    assert LoadedContent.objects.get().loaded_at == mark.loaded_at
    assert notice.revisions.count() == 1


def test_new_words_reach_a_record_nobody_edited() -> None:
    """A correction in the files is loaded."""
    load()
    notice, outcome = load(tone="wait")
    notice.refresh_from_db()
    assert (outcome, notice.tone) == (Outcome.UPDATED, "wait")


def test_an_editors_change_is_kept() -> None:
    """Also when the files change afterwards, and on every later run."""
    load()
    SiteNotice.objects.update(tone="wait")
    outcomes = [load(text={"ar": "جديد", "fr": "Nouveau"})[1], load()[1]]
    notice = SiteNotice.objects.get()
    assert outcomes == [Outcome.KEPT, Outcome.KEPT]
    assert (notice.tone, notice.text) == ("wait", VALUES["text"])


def test_an_edit_of_a_field_we_do_not_own_does_not_count() -> None:
    """The end of the notice is the editor's; our text may still be corrected, and the end stays."""
    load()
    ends = STARTS + dt.timedelta(days=9)
    SiteNotice.objects.update(ends_at=ends)
    assert load(tone="wait")[1] == Outcome.UPDATED
    assert SiteNotice.objects.get().ends_at == ends


def test_reset_overwrites() -> None:
    """With reset the loader's words come back, and the next run finds them in order."""
    load()
    SiteNotice.objects.update(tone="wait")
    assert [load(reset=True)[1], load()[1]] == [Outcome.UPDATED, Outcome.UNCHANGED]
    assert SiteNotice.objects.get().tone == "info"


def test_a_removed_record_stays_removed_until_reset() -> None:
    """Removing is an edit too."""
    load()
    SiteNotice.objects.all().delete()
    assert load() == (None, Outcome.DELETED)
    assert load(reset=True)[1] == Outcome.CREATED


def test_a_record_made_by_hand_is_not_taken_over() -> None:
    """An editor was there first: her record is kept; an identical one is simply recognised."""
    SiteNotice.objects.create(key="free", **(VALUES | {"tone": "wait"}))
    assert load()[1] == Outcome.KEPT
    SiteNotice.objects.update(tone="info")
    assert load()[1] == Outcome.UNCHANGED
    assert LoadedContent.objects.count() == 1


def test_wrong_values_are_refused_and_leave_nothing() -> None:
    """A text without French is a mistake in our files: nothing is written."""
    with pytest.raises(ValidationError):
        load(text={"ar": "مجاني"})
    assert not SiteNotice.objects.exists()
    assert not LoadedContent.objects.exists()
