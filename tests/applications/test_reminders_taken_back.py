"""Reminders that wait for the operator or for tomorrow's share do not leave once they are no longer true."""

import pytest
from django.utils import timezone

from forms_app.applications.services import submit_draft
from forms_app.applications.services.reminders import dedupes_of, send_reminders
from portal.core.models import OutboxMessage
from portal.core.outbox import messages_known_as
from tests.calls.acts import DO, Kind
from tests.factories_forms import change_call

from .test_reminders import DAY, HERS, draft

pytestmark = pytest.mark.django_db


def test_a_reminder_that_waits_for_the_operator_leaves_neither_once_the_file_is_sent_nor_after_the_closing():
    made, other, at = draft(), draft(), timezone.now()
    send_reminders(at=at)
    submit_draft(draft=made, resume_code="123456789012", language="fr", at=at)
    told = [messages_known_as(dedupes=dedupes_of(one)).get() for one in (made, other)]
    assert [(one.state, one.address, one.expires_at) for one in told] == [
        ("dead", "", made.call.closes_at),
        ("queued", HERS["phone"], other.call.closes_at),
    ]


def test_that_a_reminder_has_left_is_known_after_the_file_is_sent_too():
    made, at = draft(), timezone.now()
    send_reminders(at=at)
    OutboxMessage.objects.update(state="sent", sent_at=at, emptied=True)
    submit_draft(draft=made, resume_code="123456789012", language="fr", at=at)
    told = messages_known_as(dedupes=dedupes_of(made)).get()
    assert (told.state, bool(told.address_hash)) == ("sent", True)


@pytest.mark.parametrize("days", [0.5, 6.9])
def test_a_reminder_of_a_closing_that_was_moved_since_does_not_leave_once_the_file_is_sent(days):
    made, at = draft(closes_in=days * DAY), timezone.now()
    send_reminders(at=at)
    change_call(made.call, closes_at=made.call.closes_at + 20 * DAY, extended_from=made.call.closes_at)
    submit_draft(draft=made, resume_code="123456789012", language="fr", at=at)
    told = messages_known_as(dedupes=dedupes_of(made)).get()
    assert (told.state, told.address) == ("dead", "")


@pytest.mark.parametrize("act", [Kind.CANCELLED, Kind.EXTENDED])
def test_no_reminder_of_a_call_leaves_once_it_is_cancelled_or_closes_on_another_day(act, django_capture_on_commit_callbacks):
    hers, at = draft(), timezone.now()
    others = draft()
    send_reminders(at=at)
    with django_capture_on_commit_callbacks(execute=True):
        DO[act](hers.call, at)
    told = [messages_known_as(dedupes=dedupes_of(one)).get() for one in (hers, others)]
    assert [(one.state, one.address) for one in told] == [("dead", ""), ("queued", HERS["phone"])]
