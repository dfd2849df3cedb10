"""One receipt: what the register says of it, on the command line and in each of its words."""

import pytest
from django.core.management import CommandError, call_command

from forms_app.applications.models import Status, Submission
from forms_app.applications.register.checking import Outcome, check_receipt
from forms_app.applications.register.making import publish_opening
from forms_app.applications.register.salts import new_salt
from tests.factories_forms import call, change_call

from .register_ground import at, day, make_until, send, send_again, tamper

pytestmark = pytest.mark.django_db
#: A code that is nobody's: its check letters are right.
OTHER = "0000-0000-0000-0000-0000-0000-0000"


def check(sent: Submission, salt: str = ""):
    return check_receipt(reference=sent.reference, salt=salt or sent.salt)


def test_a_file_is_listed_once_its_night_is_over():
    sent = send()
    before = check(sent)
    make_until(0)
    after = check(sent)
    assert (before.outcome, before.file, after.outcome, after.file.name, after.day) == (Outcome.NOT_YET, None, Outcome.LISTED, day(0).isoformat(), day(0))


def test_each_version_is_found_by_its_own_code():
    sent = send()
    first = sent.salt
    again = send_again(sent, at(1))
    make_until(1)
    verdicts = [check(again, first), check(again)]
    assert [(verdict.outcome, verdict.record.version, verdict.day) for verdict in verdicts] == [(Outcome.LISTED, 1, day(0)), (Outcome.LISTED, 2, day(1))]


@pytest.mark.parametrize(("clock", "in_time"), [("10:00:59", True), ("10:01:00", False)])
def test_the_closing_minute_belongs_to_her(clock, in_time):
    of = call()
    sent = send(of, at(0, clock))
    change_call(of, closes_at=at(0, "10:00:00"))
    assert check(sent).in_time is in_time


def test_a_wrong_number_a_code_of_another_and_no_code_tell_the_same():
    one, other = send(), send()
    Submission.objects.filter(pk=other.pk).update(salt="")
    unknown = [
        check(one, new_salt()),
        check(one, other.salt),
        check_receipt(reference="9999-000001-4", salt=one.salt),
        check_receipt(reference=other.reference, salt=""),
    ]
    assert {(verdict.outcome, verdict.record, verdict.call, verdict.file) for verdict in unknown} == {(Outcome.UNKNOWN, None, None, None)}


def test_a_made_up_file_and_an_erased_one_are_not_found():
    sample, erased = send(call(sample=True)), send()
    make_until(0)
    Submission.objects.filter(pk=erased.pk).update(salt="", status=Status.ERASED)
    assert [check(sample).outcome, check(erased).outcome] == [Outcome.UNKNOWN] * 2


@pytest.mark.parametrize("column", ["answers_sha256", "documents_sha256", "call_sha256", "consent_sha256"])
def test_a_file_changed_since_is_no_longer_the_one_listed(column):
    sent = send()
    make_until(0)
    Submission.objects.update(**{column: "0" * 64})
    assert check(sent).outcome == Outcome.CHANGED


def test_a_sealed_file_is_held_until_its_opening_and_listed_from_then_on():
    of = call(kind="associations", sealed=True)
    sent = send(of)
    make_until(0)
    held = check(sent)
    publish_opening(call=of, at=at(1))
    opened = check(sent)
    found = [(verdict.outcome, verdict.file.name) for verdict in (held, opened)]
    assert found == [(Outcome.HELD, day(0).isoformat()), (Outcome.LISTED, f"opening-{of.number}")]


def test_a_sealed_file_changed_before_the_opening_is_found_at_once():
    sent = send(call(kind="associations", sealed=True))
    make_until(0)
    tamper("heldday", "text = 'held'", "id > %s", 0)
    assert check(sent).outcome == Outcome.CHANGED


# The command -----------------------------------------------------------------


def test_the_command_says_where_and_that_it_was_in_time(capsys):
    sent = send()
    make_until(0)
    call_command("verify_receipt", sent.reference, sent.salt)
    said = capsys.readouterr().out.splitlines()
    assert (said[0].endswith(": before"), said[2].split(",")[0], said[3]) == (True, f"text {day(0).isoformat()}.txt", "IN THE REGISTER")


REFUSED = [(False, "", "NOT PUBLISHED YET", 2), (True, OTHER, "NOT FOUND", 1), (True, "abc", "MISTYPED", 1)]


@pytest.mark.parametrize(("made", "code", "words", "answer"), REFUSED)
def test_the_command_fails_by_code_when_there_is_nothing_to_rely_on(made, code, words, answer):
    sent = send()
    if made:
        make_until(0)
    with pytest.raises(CommandError, match=words) as failed:
        call_command("verify_receipt", sent.reference, code or sent.salt)
    assert failed.value.returncode == answer


def test_the_command_asks_for_what_it_was_not_given(monkeypatch, capsys):
    sent = send()
    make_until(0)
    answers = iter([sent.reference, sent.salt])
    monkeypatch.setattr("builtins.input", lambda _words: next(answers))
    call_command("verify_receipt")
    assert capsys.readouterr().out.splitlines()[-1] == "IN THE REGISTER"
