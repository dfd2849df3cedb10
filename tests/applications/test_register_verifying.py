"""Walking the register: what is as it was passes; whatever was changed, added or taken away is found and named."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from forms_app.applications.models import RegisterFile, RegisterLine, Status, Submission, SubmissionAct
from forms_app.applications.register.making import publish_opening
from forms_app.applications.register.verifying import verify_register
from tests.factories_forms import call, change_call, complete_draft

from .register_ground import at, day, make_until, send, send_again, tamper, unprotected

pytestmark = pytest.mark.django_db
HELD = {"kind": "associations", "sealed": True}


@pytest.fixture
def files() -> list[Submission]:
    """Three files over two days, one of them sent twice."""
    of = call()
    sent = [send(of, at(0, "09:00:00")), send(of, at(0)), send(of, at(1))]
    send_again(sent[0], at(1))
    make_until(1)
    return sent


def faults() -> list[str]:
    return verify_register().faults


def test_a_register_that_is_as_it_was(files):
    found = verify_register()
    assert (found.faults, found.texts, found.lines, found.erased, found.head) == ([], 2, 4, 0, f"2:{RegisterFile.objects.last().sha256}")


def test_an_empty_register_has_nothing_wrong():
    assert verify_register().faults == []


# A file changed, added, taken away -------------------------------------------


def test_an_answer_changed_in_the_database_is_found(files):
    sent = Submission.objects.get(pk=files[1].pk)
    Submission.objects.filter(pk=sent.pk).update(answers=sent.answers | {"has_idea": "no"})
    assert faults() == [f"{day(0).isoformat()}: {sent.reference}, version 1 has other answers"]


def test_an_answer_changed_with_its_fingerprint_is_found(files):
    Submission.objects.filter(pk=files[1].pk).update(answers={}, sealed={}, answers_sha256=hashlib.sha256(b"{}").hexdigest())
    assert faults() == [f"{day(0).isoformat()}: {files[1].reference}, version 1 was changed"]


def test_an_earlier_version_changed_is_found(files):
    files[0].versions.update(answers={})
    assert faults() == [f"{day(0).isoformat()}: {files[0].reference}, version 1 has other answers"]


def test_a_moment_moved_before_the_closing_is_found(files):
    Submission.objects.filter(pk=files[2].pk).update(submitted_at=at(0))
    assert faults() == [f"{day(1).isoformat()}: {files[2].reference}, version 1 was changed"]


def test_an_encrypted_answer_that_no_key_opens_is_found(files):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_submission SET sealed = 'j1.00000000.AAAA' WHERE id = %s", [files[1].pk])
    assert faults() == [f"{day(0).isoformat()}: {files[1].reference}, version 1 has other answers"]


def test_a_file_slipped_in_afterwards_is_found(files):
    draft, _code = complete_draft(files[0].call)
    slipped = files[1]
    slipped.pk, slipped.draft, slipped.reference, slipped.idempotency_key = None, draft, "1999-000001-7", draft.idempotency_key
    slipped._state.adding = True
    slipped.save()
    assert faults() == [f"1999-000001-7, version 1, sent on {day(0).isoformat()}, has no line"]


def test_a_file_taken_away_with_its_row_of_the_register_is_found(files):
    SubmissionAct.objects.filter(submission=files[1]).delete()
    with unprotected("applications_registerline"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_registerline WHERE submission_id = %s", [files[1].pk])
    files[1].delete()
    assert faults() == [f"{day(0).isoformat()}: 1 lines have no application"]


def test_an_earlier_version_taken_away_is_found(files):
    files[0].versions.all().delete()
    assert faults() == [f"{day(0).isoformat()}: {files[0].reference}, version 1 is gone"]


def test_a_row_of_the_register_that_no_text_lists_is_found(files):
    new = send(files[0].call, at(2))
    RegisterLine.objects.create(file=RegisterFile.objects.last(), submission=new, version=1)
    assert faults() == [f"{day(1).isoformat()}: {new.reference}, version 1 was changed", f"{day(1).isoformat()}: 1 applications have no line"]


def test_an_erased_file_is_counted_and_nothing_ties_its_lines_to_it(files):
    files[0].versions.update(salt="", answers={})
    Submission.objects.filter(pk=files[0].pk).update(salt="", answers={}, status=Status.ERASED)
    found = verify_register()
    assert (found.faults, found.erased, found.lines) == ([], 2, 4)


def test_a_code_taken_away_without_an_erasure_is_found(files):
    Submission.objects.filter(pk=files[1].pk).update(salt="")
    assert faults() == [f"{day(0).isoformat()}: {files[1].reference}, version 1 was changed"]


# A text changed, cut off, put elsewhere --------------------------------------


def test_a_text_changed_is_found_by_itself_and_by_the_next(files):
    file = RegisterFile.objects.first()
    line = file.text.split("\n")[-3]
    tamper("registerfile", "text = %s, sha256 = %s", "number = 1", file.text.replace(line, "0" * 64), "1" * 64)
    assert [fault.partition(": ")[2] for fault in faults()][::2] == ["the text was changed", "it does not follow the text before it"]


def test_a_text_rewritten_whole_is_found_by_the_next(files):
    text = RegisterFile.objects.first().text.rpartition("sha256 ")[0].replace("audit", "audit ")
    text += f"sha256 {hashlib.sha256(text.encode()).hexdigest()}\n"
    tamper("registerfile", "text = %s, sha256 = %s", "number = 1", text, hashlib.sha256(text.encode()).hexdigest())
    assert faults()[-1] == f"{day(1).isoformat()}: it does not follow the text before it"


def test_an_end_cut_off_is_found_against_what_was_noted(files):
    noted = verify_register().head
    with unprotected("applications_registerfile", "applications_registerline"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_registerline WHERE file_id = %s", [RegisterFile.objects.last().pk])
        cursor.execute("DELETE FROM applications_registerfile WHERE number = 2")
    assert (verify_register(noted=noted).faults[:1], faults()) == (["the noted place and fingerprint are not in the register"], [])


def test_a_day_without_its_text_is_found(files):
    tamper("registerfile", "day = %s", "number = 2", day(3))
    assert f"{day(1).isoformat()}: the day before it has no text" in faults()


def test_an_audit_that_lacks_the_head_is_found(files):
    head = RegisterFile.objects.last().audit_sequence
    with unprotected("core_auditentry"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET hash = %s WHERE sequence = %s", ["0" * 64, head])
    assert f"{day(1).isoformat()}: the head of the audit it names is not in the audit" in faults()


# Sealed calls ----------------------------------------------------------------


def test_held_lines_are_compared_too_and_an_opened_call_is_whole():
    of = call(**HELD)
    sent = [send(of, at(0)), send(of, at(0))]
    make_until(0)
    held = verify_register()
    publish_opening(call=of, at=at(1))
    change_call(of, unsealed_at=at(1))
    opened = verify_register()
    Submission.objects.filter(pk=sent[0].pk).update(answers={})
    assert [(found.faults, found.lines) for found in (held, opened)] == [([], 2)] * 2
    assert faults() == [f"{day(0).isoformat()}: {sent[0].reference}, version 1 has other answers"]


def test_held_lines_changed_are_found():
    send(call(**HELD))
    make_until(0)
    tamper("heldday", "text = text || 'x'", "id > %s", 0)
    assert f"{day(0).isoformat()}: what is held back of a sealed call was changed" in faults()


def test_a_call_opened_past_its_act_is_found():
    of = call(**HELD)
    send(of)
    make_until(0)
    change_call(of, unsealed_at=at(1))
    assert faults() == [f"call {of.number} was opened and its lines are not published"]


def test_files_of_a_sealed_call_given_up_are_nobodys_fault():
    of = call(**HELD)
    make_until(0)
    send(of, at(1))
    change_call(of, cancelled_at=at(-3))
    make_until(1)
    assert (faults(), RegisterLine.objects.count()) == ([], 0)


# The command -----------------------------------------------------------------


def test_the_command_prints_the_head_or_fails(files, capsys):
    call_command("verify_register")
    assert capsys.readouterr().out.splitlines() == ["2 texts, 4 lines, of which 0 of applications erased since", verify_register().head]
    Submission.objects.filter(pk=files[1].pk).update(answers={})
    with pytest.raises(CommandError, match="1 faults") as failed:
        call_command("verify_register")
    assert (failed.value.returncode, "has other answers" in capsys.readouterr().err) == (1, True)
