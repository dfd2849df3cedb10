"""Sealed calls in the public register: a fingerprint each day that tells nothing, every line at the opening."""

import hashlib

import pytest
from django.utils import timezone

from forms_app.applications.models import HeldDay, RegisterFile, RegisterLine, Submission
from forms_app.applications.register.listing import record_of
from forms_app.applications.register.making import publish_opening
from forms_app.applications.register.texts import read_text
from forms_app.calls.models import Call
from forms_app.calls.services import unseal_call
from tests.factories_forms import call, change_call

from .register_ground import at, day, lines_of, make_until, send, send_again, text_of

pytestmark = pytest.mark.django_db


def seal(**values: object) -> Call:
    return call(kind=Call.Kind.ASSOCIATIONS, sealed=True, **values)


def digest(sent: Submission) -> str:
    return record_of(Submission.objects.select_related("form_version").get(pk=sent.pk)).digest


def opening(of: Call) -> str:
    return RegisterFile.objects.get(call=of).text


def shape(text: str) -> tuple[int, int]:
    return len(text), text.count("\n")


def test_a_days_text_looks_the_same_whether_nobody_or_three_applied():
    of = seal()
    for _each in range(3):
        send(of, at(1))
    send(moment=at(0))
    make_until(2)
    texts = [text_of(number) for number in (1, 2)]
    assert (lines_of(1), shape(texts[0]), [list(read_text(text).sealed) for text in texts]) == ([], shape(texts[1]), [[str(of.number)]] * 2)


def test_the_fingerprint_of_a_day_differs_though_nobody_applied():
    """A fingerprint that could be guessed from an empty list would tell that it is empty."""
    seal()
    send(moment=at(0))
    make_until(1)
    assert len({read_text(text_of(number)).sealed.popitem()[1] for number in range(2)}) == 2


def test_the_opening_publishes_what_the_fingerprints_stand_for():
    of = seal()
    first, second = send(of, at(0)), send(of, at(0))
    make_until(0)
    again = send_again(first, at(1))
    old = record_of(Submission.objects.select_related("form_version").get(pk=first.pk), again.versions.get()).digest
    make_until(2)
    publish_opening(call=of, at=at(3))
    held = read_text(opening(of)).held
    assert [hashlib.sha256(part.encode()).hexdigest() for part in held] == [read_text(text_of(number)).sealed[str(of.number)] for number in range(3)]
    assert [part.splitlines()[1:] for part in held] == [sorted([old, digest(second)]), [digest(again)], []]
    assert [part.split()[:3] for part in held] == [["held", str(of.number), day(number).isoformat()] for number in range(3)]


def test_what_no_day_has_held_yet_is_listed_by_the_opening_itself():
    of, sent = seal(), {}
    sent["held"] = send(of, at(0))
    make_until(0)
    sent["rest"] = send(of, at(1, "09:00:00"))
    publish_opening(call=of, at=at(1, "15:00:00"))
    make_until(1)
    assert (read_text(opening(of)).lines, lines_of(1), read_text(text_of(1)).sealed) == (
        [digest(sent["rest"])],
        [],
        {str(of.number): HeldDay.objects.last().sha256},
    )
    assert RegisterLine.objects.count() == 2


def test_an_opening_stands_in_the_chain_and_is_made_once():
    of = seal()
    send(of, at(0))
    make_until(0)
    opened = [publish_opening(call=of, at=at(1)) for _each in range(2)]
    make_until(1)
    files = list(RegisterFile.objects.all())
    assert (opened[0], [file.name for file in files]) == (opened[1], [day(0).isoformat(), f"opening-{of.number}", day(1).isoformat()])
    assert [read_text(file.text).previous.split(".")[0] for file in files[1:]] == [file.name for file in files[:-1]]


def test_the_opening_act_publishes_it():
    of = seal(opens_at=at(-9), closes_at=at(1, "12:00:00"))
    send(of, at(0))
    make_until(0)
    unseal_call(call=of, present=["a b", "c d"], by=None, at=timezone.now())
    assert (len(read_text(opening(of)).held), lines_of(0)) == (1, [])


def test_after_the_opening_what_is_sent_again_is_listed_like_any_other():
    of = seal()
    sent = send(of, at(0))
    make_until(0)
    publish_opening(call=of, at=at(1, "08:00:00"))
    change_call(of, unsealed_at=at(1, "08:00:00"))
    again = send_again(sent, at(1))
    make_until(1)
    assert (lines_of(1), read_text(text_of(1)).sealed) == ([digest(again)], {})


def test_a_call_given_up_shows_nothing_more_and_its_files_never_come_out():
    of = seal()
    send(of, at(0))
    make_until(0)
    change_call(of, cancelled_at=at(1))
    make_until(3)
    assert [len(read_text(text_of(number)).sealed) for number in range(4)] == [1, 1, 1, 0]
    assert [lines_of(number) for number in range(4)] == [[]] * 4


def test_neither_an_unpublished_call_nor_a_sample_shows_a_fingerprint():
    seal(published_at=None)
    sample = seal(sample=True)
    send(sample)
    make_until(0)
    assert (read_text(RegisterFile.objects.get().text).sealed, publish_opening(call=sample, at=at(1))) == ({}, None)
