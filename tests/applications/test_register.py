"""The texts of the public register: what is listed, when, in which order, and that nothing published ever changes."""

import hashlib

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from forms_app.applications.models import PublishedForEver, RegisterFile, RegisterLine, Status, Submission
from forms_app.applications.register.listing import record_of
from forms_app.applications.register.making import make_register
from forms_app.applications.register.salts import new_salt, read_salt
from forms_app.applications.register.texts import read_text
from forms_app.applications.services import withdraw
from portal.core.audit import seal_entries
from portal.core.models import AuditEntry
from tests.factories_forms import call

from .register_ground import at, day, lines_of, make_until, send, send_again, text_of

pytestmark = pytest.mark.django_db


def digest(sent: Submission) -> str:
    return record_of(Submission.objects.select_related("form_version").get(pk=sent.pk)).digest


# The code --------------------------------------------------------------------


def test_a_code_is_read_however_it_is_typed():
    salt = new_salt()
    typed = salt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert (len(salt), read_salt(typed), read_salt(salt.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))) == (34, salt, salt)


def test_every_wrong_letter_and_every_two_that_changed_places_are_found():
    letters = new_salt().replace("-", "")
    wrong = {letters[:place] + other + letters[place + 1 :] for place in range(28) for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"} - {letters}
    swapped = {letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :] for place in range(27)} - {letters}
    assert (len(wrong), {read_salt(one) for one in wrong | swapped}) == (28 * 31, {""})


@pytest.mark.parametrize("typed", ["", "abc", "U" * 28, "é" * 28, "1" * 27, "1" * 200])
def test_what_is_no_code_is_none(typed):
    assert read_salt(typed) == ""


# A day -----------------------------------------------------------------------


def test_a_day_lists_what_was_sent_that_day_sorted():
    of = call()
    files = [send(of, at(0, clock)) for clock in ("00:00:00", "12:30:15", "23:59:59")]
    send(of, at(1, "00:00:00"))
    make_until(0)
    assert lines_of() == sorted(digest(file) for file in files)


def test_each_sending_has_its_line_on_its_day_and_a_withdrawal_has_none():
    sent = send()
    first = digest(sent)
    again = send_again(sent, at(1))
    withdraw(submission=again, at=at(2))
    make_until(2)
    assert [lines_of(number) for number in range(3)] == [[first], [digest(again)], []]


def test_the_text_of_the_line_is_what_docs_say():
    sent = send(moment=at(0, "15:03:07"))
    record = record_of(Submission.objects.select_related("form_version").get(pk=sent.pk))
    contents = "".join(
        f"{name} {value}\n"
        for name, value in {
            "answers": sent.answers_sha256, "documents": sent.documents_sha256, "form": sent.form_version.sha256,
            "call": sent.call_sha256, "consent": sent.consent_sha256,
        }.items()
    )  # fmt: skip
    expected = [
        "register 1", f"file {sent.reference}", "version 1", f"sent {record.sent:%Y-%m-%dT%H:%M:%SZ}",
        f"contents {hashlib.sha256(contents.encode()).hexdigest()}", f"salt {sent.salt}", "",
    ]  # fmt: skip
    assert (record.text.split("\n"), record.digest) == (expected, hashlib.sha256(record.text.encode()).hexdigest())


def test_made_up_files_and_files_erased_before_the_night_have_no_line():
    send(call(sample=True))
    erased = send()
    Submission.objects.filter(pk=erased.pk).update(salt="", status=Status.ERASED)
    make_until(0)
    assert (lines_of(), RegisterLine.objects.count()) == ([], 0)


def test_a_file_sent_before_there_was_a_register_gets_its_code_and_its_line():
    sent = send_again(send(), at(0, "11:00:00"))
    Submission.objects.update(salt="")
    sent.versions.update(salt="")
    make_until(0)
    codes = [read_salt(sent.versions.get().salt), read_salt(Submission.objects.get().salt)]
    assert (len(lines_of()), len(set(codes) - {""})) == (2, 2)


# Days in order ---------------------------------------------------------------


def test_a_day_is_made_a_quarter_of_an_hour_after_midnight_and_once():
    send()
    made = [[file.name for file in make_register(at=at(1, clock))] for clock in ("00:14:59", "00:15:00", "09:00:00")]
    assert made == [[], [day(0).isoformat()], []]


def test_days_missed_are_made_in_order_and_a_day_without_files_is_one_too():
    send()
    assert (make_until(3), lines_of(2)) == ([day(number).isoformat() for number in range(4)], [])


def test_each_text_names_the_one_before_and_ends_with_its_own_fingerprint():
    send()
    make_until(1)
    first, second = RegisterFile.objects.all()
    texts = [read_text(file.text) for file in (first, second)]
    whole = [file.text.rpartition("sha256 ") for file in (first, second)]
    assert [read.previous for read in texts] == ["none", f"{first.name}.txt {hashlib.sha256(first.text.encode()).hexdigest()}"]
    assert [last for _above, _word, last in whole] == [f"{hashlib.sha256(above.encode()).hexdigest()}\n" for above, _word, _last in whole]


def test_what_is_stored_after_its_days_text_was_made_is_in_the_next_with_its_day():
    of = call()
    send(of)
    make_until(0)
    late, next_day = send(of, at(0, "23:59:58")), send(of, at(1))
    make_until(1)
    assert lines_of(1) == sorted([f"{digest(late)} {day(0).isoformat()}", digest(next_day)])


def test_the_register_of_a_portal_without_files_begins_with_yesterday():
    assert make_until(0) == [day(0).isoformat()]


def test_the_command_makes_them_and_says_so(capsys):
    send()
    with time_machine.travel(at(1, "03:00:00"), tick=False):
        call_command("make_register")
    assert capsys.readouterr().out == f"{day(0).isoformat()}: {hashlib.sha256(text_of().encode()).hexdigest()}\n"


# The audit -------------------------------------------------------------------


def test_a_text_names_the_head_of_the_audit_and_the_audit_names_the_text():
    send()
    make_until(0)
    seal_entries()
    make_until(1)
    first, second = RegisterFile.objects.all()
    heads = [AuditEntry.objects.get(sequence=file.audit_sequence) for file in (first, second)]
    assert [read_text(file.text).audit for file in (first, second)] == [head.hash for head in heads]
    assert (heads[1].act, heads[1].object_id, heads[1].details["sha256"]) == ("register.made", str(first.pk), first.sha256)


# For ever --------------------------------------------------------------------


def test_nothing_published_is_changed_or_removed_by_code():
    send()
    make_until(0)
    file = RegisterFile.objects.get()
    acts = [file.save, file.delete, RegisterFile.objects.all().delete, lambda: RegisterLine.objects.update(version=2), RegisterLine.objects.get().delete]
    for act in acts:
        with pytest.raises(PublishedForEver):
            act()
    with pytest.raises(ProtectedError):
        Submission.objects.get().delete()


@pytest.mark.parametrize("table", ["registerfile", "registerline", "heldday"])
@pytest.mark.parametrize("act", ["DELETE FROM applications_{}", "UPDATE applications_{} SET id = id"])
def test_nothing_published_is_changed_or_removed_in_the_database(table, act):
    send(call(kind="associations", sealed=True))
    make_until(0)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
