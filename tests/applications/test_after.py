"""After sending: corrections, withdrawal, outcomes, one-time codes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from forms_app.applications.models import Status, Submission, SubmissionAct, SubmissionVersion, TrackingCode
from forms_app.applications.services import (
    CallNotOpen,
    NotNow,
    find_by_code,
    may_correct,
    record_outcome,
    reopen,
    save_step,
    send_code,
    submit_draft,
    withdraw,
)
from forms_app.calls.models import Call
from tests.factories_forms import answers, call, commune, complete_draft, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """A file sent to an open call, with its draft and resume code."""
    draft, code = complete_draft(call(), commune())
    return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now()), draft, code


def acts(submission: Submission) -> list[tuple[str, str]]:
    """Its acts, oldest first."""
    return list(submission.acts.values_list("kind", "status"))


def decide(submission: Submission, outcome: str, **values: object) -> SubmissionAct:
    """An outcome recorded by somebody of the staff."""
    return record_outcome(submission=submission, outcome=outcome, by=staff(), at=timezone.now(), **values)


def close(of: Call) -> None:
    """Let the call have closed an hour ago."""
    Call.objects.filter(pk=of.pk).update(closes_at=timezone.now() - dt.timedelta(hours=1))


def test_a_correction_is_the_next_version_under_the_same_reference(sent):
    first, draft, code = sent
    now = timezone.now()
    reopen(submission=first, at=now)
    assert Submission.objects.get().answers == first.answers, "reopening un-sent the file"
    changed = answers(commune())["situation"] | {"experience": "over_10"}
    save_step(draft=draft, step="situation", answers=changed, at=now)
    again = submit_draft(draft=draft, resume_code=code, language="fr", at=now)
    kept = SubmissionVersion.objects.get()
    assert (again.pk, again.reference, again.version, again.experience, again.resubmitted_at) == (first.pk, first.reference, 2, "over_10", now)
    assert (kept.number, kept.answers, kept.sealed, kept.answers_sha256) == (1, first.answers, first.sealed, first.answers_sha256)
    assert again.answers_sha256 != kept.answers_sha256
    assert acts(again) == [("received", "received"), ("sent_again", "received")]


def test_an_answer_taken_back_leaves_no_trace_in_the_columns(sent):
    first, draft, code = sent
    now = timezone.now()
    reopen(submission=first, at=now)
    without = {key: value for key, value in answers(commune())["situation"].items() if key != "health_coverage"}
    save_step(draft=draft, step="situation", answers=without, at=now)
    assert (first.health_coverage, submit_draft(draft=draft, resume_code=code, language="ar", at=now).health_coverage) == ("amo", "")


def test_sending_without_reopening_gives_the_same_version(sent):
    first, draft, code = sent
    again = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    assert (again.pk, again.version, SubmissionVersion.objects.count(), len(acts(again))) == (first.pk, 1, 0, 1)


def test_nothing_is_corrected_after_the_closing_nor_once_the_study_has_begun(sent):
    first, draft, code = sent
    reopen(submission=first, at=timezone.now())
    close(first.call)
    with pytest.raises(CallNotOpen):
        submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    Call.objects.update(closes_at=timezone.now() + dt.timedelta(days=3))
    decide(first, Status.UNDER_REVIEW)
    with pytest.raises(NotNow):
        reopen(submission=first, at=timezone.now())
    assert Submission.objects.get().version == 1


def test_a_file_to_complete_may_be_sent_after_the_closing_until_its_own_date(sent):
    first, draft, code = sent
    close(first.call)
    until = timezone.now() + dt.timedelta(days=5)
    decide(first, Status.TO_COMPLETE, until=until, questions=["experience"])
    first.refresh_from_db()
    moments = (timezone.now(), until + dt.timedelta(seconds=59), until + dt.timedelta(minutes=1))
    assert [may_correct(submission=first, at=at) for at in moments] == [True, True, False]
    reopen(submission=first, at=timezone.now())
    again = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    assert (again.status, acts(again)[-1]) == (Status.RECEIVED, ("completed", "received"))


def test_withdrawing_twice_is_withdrawing_once_and_nothing_follows(sent):
    first = sent[0]
    for _each in range(2):
        withdraw(submission=first, at=timezone.now())
    assert acts(first) == [("received", "received"), ("withdrawn", "withdrawn")]
    with pytest.raises(NotNow):
        reopen(submission=first, at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        decide(first, Status.SELECTED)
    assert (refused.value.code, Submission.objects.get().status) == ("ended", "withdrawn")


def test_a_decided_file_is_not_withdrawn(sent):
    decide(sent[0], Status.SELECTED)
    with pytest.raises(NotNow):
        withdraw(submission=sent[0], at=timezone.now())
    assert Submission.objects.get().status == Status.SELECTED


@pytest.mark.parametrize(
    ("outcome", "values", "code"),
    [
        ("received", {}, "unknown_outcome"),
        ("withdrawn", {}, "unknown_outcome"),
        ("chosen", {}, "unknown_outcome"),
        ("to_complete", {}, "questions"),
        ("to_complete", {"questions": ["nothing"]}, "questions"),
        ("to_complete", {"questions": ["experience"]}, "until"),
        ("to_complete", {"questions": ["experience"], "until": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "until"),
        ("selected", {"questions": ["experience"]}, "not_to_complete"),
    ],
)
def test_an_outcome_that_says_too_little_or_too_much_is_refused(sent, outcome, values, code):
    with pytest.raises(ValidationError) as refused:
        decide(sent[0], outcome, **values)
    assert (refused.value.code, len(acts(sent[0]))) == (code, 1)


def test_a_decision_is_taken_back_only_by_another_one(sent):
    decide(sent[0], Status.NOT_SELECTED, reason="late", sentence={"ar": "وصل بعد الأجل", "fr": "Arrivé hors délai"})
    with pytest.raises(ValidationError) as refused:
        decide(sent[0], Status.NOT_SELECTED)
    decide(sent[0], Status.WAITING_LIST)
    assert (refused.value.code, [status for _kind, status in acts(sent[0])]) == ("unchanged", ["received", "not_selected", "waiting_list"])


def test_a_one_time_code_shows_the_file_once_and_five_wrong_ones_spoil_it(sent, monkeypatch):
    first = sent[0]
    drawn = iter(["123456", "654321"])
    monkeypatch.setattr("forms_app.applications.services.tracking.secrets.randbelow", lambda _limit: int(next(drawn)))
    now = timezone.now()
    send_code(reference=first.reference, at=now)
    tries = [find_by_code(reference=first.reference, code=code, at=now) for code in ("000000", "١٢٣٤٥٦", "123456")]
    assert tries == [None, first, None]
    send_code(reference=first.reference, at=now)
    tries = [find_by_code(reference=first.reference, code=code, at=now) for code in ["000000"] * 5 + ["654321"]]
    assert (tries, TrackingCode.objects.latest("pk").tries) == ([None] * 6, 5)


def test_the_last_code_alone_is_good_and_no_earlier_one_comes_back_when_it_was_used_or_spoiled(sent, monkeypatch):
    reference, now = sent[0].reference, timezone.now()
    drawn = iter([111111, 222222, 333333])
    monkeypatch.setattr("forms_app.applications.services.tracking.secrets.randbelow", lambda _limit: next(drawn))
    for _each in range(2):
        send_code(reference=reference, at=now)
    tries = [find_by_code(reference=reference, code=code, at=now) for code in ("111111", "222222", "111111")]
    assert tries == [None, sent[0], None]
    send_code(reference=reference, at=now)
    tries = [find_by_code(reference=reference, code=code, at=now) for code in ["000000"] * 5 + ["111111", "222222", "333333"]]
    assert tries == [None] * 8


def test_the_code_of_one_woman_is_good_though_another_asked_for_hers_since_and_typed_it_wrong(sent, monkeypatch):
    draft, code = complete_draft(sent[0].call, commune())
    now, women = timezone.now(), [sent[0], submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())]
    drawn = iter([111111, 222222])
    monkeypatch.setattr("forms_app.applications.services.tracking.secrets.randbelow", lambda _limit: next(drawn))
    for woman in women:
        send_code(reference=woman.reference, at=now)
    tries = [find_by_code(reference=women[1].reference, code=code, at=now) for code in ["111111"] * 5]
    assert (tries, find_by_code(reference=women[0].reference, code="111111", at=now)) == ([None] * 5, women[0])


def test_a_code_is_old_after_a_quarter_of_an_hour_and_three_are_sent_a_day(sent, monkeypatch):
    first = sent[0]
    monkeypatch.setattr("forms_app.applications.services.tracking.secrets.randbelow", lambda _limit: 111111)
    now = timezone.now()
    for _each in range(5):
        send_code(reference=first.reference, at=now)
    assert TrackingCode.objects.count() == 3
    assert find_by_code(reference=first.reference, code="111111", at=now + dt.timedelta(minutes=15)) is None


@pytest.mark.parametrize("values", [{"phone": ""}, {"phone_owner": "helper"}, {"phone_owner": "family"}, {"status": "erased"}])
def test_no_code_is_sent_where_the_telephone_is_not_hers(sent, values):
    Submission.objects.update(**values)
    send_code(reference=sent[0].reference, at=timezone.now())
    send_code(reference="1001-999999-0", at=timezone.now())
    assert TrackingCode.objects.count() == 0
