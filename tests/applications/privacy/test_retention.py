"""Retention: what is kept too long goes, to the very second; what is open, sealed or not confirmed does not; the report is kept."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forms_app.applications.models import Draft, Erasure, Export, Opening, Status, Submission, TrackingCode
from forms_app.applications.privacy import retention
from forms_app.applications.services import record_outcome, start_draft
from forms_app.applications.services.erasing import erase_file
from forms_app.calls.sealing import purpose_of
from portal.core.models import AuditEntry, ClockRun, OutboxMessage
from portal.core.retention import Due, apply_retention, known_rules
from search.models import SearchMiss
from tests.applications.backoffice.makers import open_call
from tests.factories_forms import change_call, form

from .ground import DAY, a_file, aged, ended_call, officer

pytestmark = pytest.mark.django_db
PERIODS = {"files_withdrawn": 10, "files_not_selected": 20, "files_not_retained": 30, "files_undecided": 40, "files_selected": 50}


@pytest.fixture(autouse=True)
def _confirmed(settings, tmp_path):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | PERIODS
    settings.RETENTION_CONFIRMED = True
    settings.ERASURE_LIST = str(tmp_path / "erasures.jsonl")


def old_file(*, days: int = 21, status: str = "not_selected", **values: object) -> Submission:
    """A file of a call that ended as long ago as its own last act."""
    file = a_file(open_call(**values))
    change_call(file.call, opens_at=timezone.now() - 400 * DAY, closes_at=timezone.now() - days * DAY)
    return aged(file, days=days, status=status)


def done(*, at: dt.datetime | None = None, **how: object) -> dict[str, int]:
    lines = apply_retention(at=at or timezone.now(), **how)
    return {line.name: line.done for line in lines if line.due.count and line.name != "erasures"}  # no test commits: their bytes wait


@pytest.mark.parametrize(
    ("status", "rule"),
    [("withdrawn", "files_withdrawn"), ("not_selected", "files_not_selected"), ("waiting_list", "files_not_retained"), ("received", "files_undecided"),
     ("selected", "files_selected")],
)  # fmt: skip
def test_each_state_has_its_period(status, rule):
    days = PERIODS[rule]
    young, old = old_file(days=days - 1, status=status), old_file(days=days + 1, status=status)
    assert done() == {rule: 1}
    assert [Submission.objects.get(pk=file.pk).status for file in (young, old)] == [status, Status.ERASED]


def test_the_boundary_is_the_minute_the_period_began():
    file = old_file()
    ends = file.call.closes_at + PERIODS["files_not_selected"] * DAY
    Submission.objects.filter(pk=file.pk).update(status="not_selected")
    file.acts.update(at=file.call.closes_at)
    assert (done(at=ends - dt.timedelta(seconds=1)), done(at=ends)) == ({}, {"files_not_selected": 1})


@pytest.mark.parametrize("later", ["act", "results", "cancelled"])
def test_the_period_begins_with_whatever_came_last(later):
    file = old_file(days=30)
    if later == "act":
        file.acts.update(at=timezone.now() - 3 * DAY)
    else:
        change_call(file.call, **{{"results": "results_published_at", "cancelled": "cancelled_at"}[later]: timezone.now() - 3 * DAY})
    assert done() == {}


def test_files_of_open_sealed_and_undated_calls_are_untouched():
    files = [old_file(days=100, status="received") for _each in range(3)]
    change_call(files[0].call, closes_at=timezone.now() + DAY)
    change_call(files[1].call, sealed=True)
    change_call(files[2].call, closes_at=None)
    assert (done(), {file.status for file in Submission.objects.all()}) == ({}, {"received"})
    change_call(files[1].call, unsealed_at=timezone.now() - 60 * DAY)
    assert done() == {"files_undecided": 1}


def test_a_sealed_call_that_was_given_up_ends_like_any_other(settings):
    """Its messages bear its number; those of one that is to be opened wait with its files."""
    at, days, by = timezone.now(), settings.RETENTION_DAYS, officer()
    files = []
    for _each in range(2):
        file = old_file(days=100, status="received")
        files.append(file)
        change_call(file.call, sealed=True)
        Opening.objects.create(submission=file, by=by, at=at - (days["openings"] + 1) * DAY)
        TrackingCode.objects.create(submission=file, code_hash="0" * 64, made_at=at - (days["codes"] + 1) * DAY)
        message = OutboxMessage.objects.exclude(dedupe__startswith="elsewhere")
        old = {"state": "sent", "sent_at": at, "emptied": True, "created_at": at - (days["outbox"] + 1) * DAY}
        message.update(purpose=purpose_of("received", file.call), dedupe=f"elsewhere-{file.pk}", **old)  # erasing the file does not find it
    before = done(at=at)
    change_call(files[0].call, cancelled_at=at - 60 * DAY, cancel_reason={"ar": "سبب", "fr": "raison"})
    assert (before, done(at=at)) == ({}, {"files_undecided": 1, "openings": 1, "codes": 1, "outbox": 1})
    assert [Submission.objects.get(pk=file.pk).status for file in files] == [Status.ERASED, "received"]


def test_before_the_ministry_confirms_files_are_reported_and_kept(settings):
    settings.RETENTION_CONFIRMED = False
    old_file()
    lines = {line.name: (line.due.count, line.done, line.held) for line in apply_retention(at=timezone.now()) if line.due.count}
    assert (lines, Submission.objects.get().status) == ({"files_not_selected": (1, 0, True)}, "not_selected")
    assert AuditEntry.objects.get(act="retention.applied").details["files_not_selected_held"] == 1


def test_a_dry_run_changes_nothing(capsys):
    file = old_file()
    call_command("apply_retention", "--dry-run")
    day = f"{timezone.localtime(file.submitted_at):%Y-%m-%d}"
    assert f"files_not_selected: 1 over ({day} to {day})\n" in capsys.readouterr().out
    assert (Submission.objects.get().status, AuditEntry.objects.filter(act="retention.applied").count(), ClockRun.objects.count()) == ("not_selected", 0, 0)


def test_the_report_is_printed_and_kept(capsys):
    file = old_file()
    call_command("apply_retention")
    entry = AuditEntry.objects.get(act="retention.applied")
    sent = file.submitted_at.isoformat()
    assert entry.details == {"files_not_selected": 1, "files_not_selected_from": sent, "files_not_selected_to": sent}
    printed = capsys.readouterr().out.splitlines()
    assert ([line.partition(":")[0] for line in printed], "1 gone" in printed[known_rules().index("files_not_selected")]) == (known_rules(), True)
    reasons = list(Erasure.objects.values_list("kind", "reason").order_by("kind"))
    assert (entry.object_id, ClockRun.objects.get().job) == ("apply_retention", "apply_retention")
    assert reasons == [("draft", "retention"), ("file", "retention")]


def test_a_rule_that_fails_stops_no_other_and_the_report_is_kept(settings, tmp_path):
    """The disk of the list of erasures is away, as it may be for days."""
    erase_file(submission=a_file(), reason=Erasure.Reason.REQUEST, at=timezone.now())
    settings.ERASURE_LIST = str(tmp_path)  # a folder cannot be written to
    old_file()
    with pytest.raises(CommandError, match="erasures"):
        call_command("apply_retention")
    details = AuditEntry.objects.get(act="retention.applied").details
    assert (details["erasures"], details["erasures_failed"], details["files_not_selected"]) == (0, True, 1)
    assert (ClockRun.objects.get().failure, Submission.objects.filter(status="erased").count()) == ("CommandError", 2)


def test_one_rule_by_hand_is_not_the_run_the_clock_waits_for():
    call_command("apply_retention", "--only", "codes")
    assert (ClockRun.objects.count(), AuditEntry.objects.filter(act="retention.applied").count()) == (0, 1)


def test_it_goes_in_batches_and_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 2)
    of = open_call()
    files = [a_file(of) for _each in range(5)]
    change_call(of, opens_at=timezone.now() - 400 * DAY, closes_at=timezone.now() - 30 * DAY)
    for file in files:
        aged(file, days=30)
    usual, calls = retention.erase_file, []

    def stopped(**how: object) -> bool:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return usual(**how)

    monkeypatch.setattr(retention, "erase_file", stopped)
    with pytest.raises(KeyboardInterrupt):
        done()
    first = Submission.objects.filter(status="erased").count()
    monkeypatch.setattr(retention, "erase_file", usual)
    assert (first, done(), done()) == (3, {"files_not_selected": 2}, {})


def test_a_file_on_which_something_is_done_after_it_was_found_over_is_kept(monkeypatch):
    """Files are erased one by one: the last of a batch seconds after it was read."""
    of, by = open_call(), officer()
    files = [a_file(of) for _each in range(3)]
    change_call(of, opens_at=timezone.now() - 400 * DAY, closes_at=timezone.now() - 41 * DAY)
    for file in files:
        aged(file, days=41, status="under_review")
    usual = retention.erase_file

    def slowly(**how: object) -> bool:
        if how["submission"] == files[0]:
            record_outcome(submission=files[1], outcome="selected", by=by, at=timezone.now())
        return usual(**how)

    monkeypatch.setattr(retention, "erase_file", slowly)
    assert (done(), [Submission.objects.get(pk=file.pk).status for file in files]) == ({"files_undecided": 2}, ["erased", "selected", "erased"])


def test_drafts_never_sent_go_with_it_and_those_of_sealed_calls_are_not_counted():
    form()
    now = timezone.now()
    for sealed in (False, True):
        of = ended_call(days=70, sealed=sealed)
        start_draft(call=of, language="ar", filled_by="self", at=now - 200 * DAY)
    Draft.objects.update(expires_at=now - DAY)
    assert (done(), Draft.objects.get().call.sealed) == ({"drafts": 1}, True)
    call_command("expire_drafts")
    assert Draft.objects.count() == 0


def test_the_rest_has_its_time_too(settings):
    at, file, by = timezone.now(), a_file(), officer()
    days = settings.RETENTION_DAYS
    for age in (1, -1):
        Opening.objects.create(submission=file, by=by, at=at - (days["openings"] + age) * DAY)
        Export.objects.create(by=by, asked_at=at - (days["exports"] + age) * DAY)
        TrackingCode.objects.create(submission=file, code_hash="0" * 64, made_at=at - (days["codes"] + age) * DAY)
        SearchMiss.objects.create(text=f"كلمة {age}", language="ar", day=(at - (90 + age) * DAY).date())
    OutboxMessage.objects.update(state="sent", sent_at=at, emptied=True, created_at=at - (days["outbox"] + 1) * DAY)
    assert done(at=at) == {"openings": 1, "exports": 1, "codes": 1, "search_misses": 1, "outbox": 1}
    assert (done(at=at), OutboxMessage.objects.get().address_hash) == ({}, "")


def test_sums_of_what_is_due():
    day = dt.date(2026, 1, 1)
    assert Due() + Due(2, day, day + DAY) + Due(1, day - DAY, day) == Due(3, day - DAY, day + DAY)
