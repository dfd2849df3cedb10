"""Mail servers and operators that are slow, break off, or do not let us in: nobody's message is lost, sent without end, or sent by two."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_due, queue_message
from portal.core.outbox.delivery import MAX_ATTEMPTS
from tests.core.sms_providers import Garbled, LostBackend, Slow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent")]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
State = OutboxMessage.State


def queue(number: int, channel: str = "email") -> OutboxMessage:
    to = f"p{number}@example.org" if channel == "email" else f"+2126000000{number:02d}"
    return queue_message(channel=channel, to=to, body=f"{number}", language="fr", purpose="receipt", dedupe=f"receipt:{number}", due_at=NOW)


def row(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def test_a_mail_that_the_server_breaks_off_at_is_given_up_and_keeps_no_other_back(settings) -> None:
    """It may have arrived each time: without a last attempt she would get it every ten minutes, and nobody else anything."""
    settings.EMAIL_BACKEND = "tests.core.sms_providers.LostBackend"
    LostBackend.told = []
    lost, others, at = queue(1), [queue(2), queue(3)], NOW
    for _round in range(112):
        deliver_due(at=at)
        at += dt.timedelta(minutes=10)
    assert (row(lost).state, row(lost).last_error) == (State.DEAD, "smtp_broke_off")
    assert sorted(LostBackend.told) == ["p1@example.org"] * MAX_ATTEMPTS + ["p2@example.org", "p3@example.org"]
    assert [(row(message).state, row(message).attempts) for message in others] == [(State.SENT, 1)] * 2


def test_a_mail_server_that_does_not_let_us_in_costs_no_message_an_attempt(settings) -> None:
    """A password changed on a Friday: on Monday all of them leave."""
    settings.EMAIL_BACKEND = "tests.core.sms_providers.LockedBackend"
    message, at = queue(1), NOW
    for _round in range(2 * MAX_ATTEMPTS):
        deliver_due(at=at)
        at = row(message).next_try_at
    assert (row(message).state, row(message).attempts, row(message).last_error) == (State.QUEUED, 0, "mail_535")


def test_the_message_a_slow_operator_has_in_hand_is_given_to_no_second_worker(settings, time_machine) -> None:
    """The eighth is begun before the claim of ten is over, and ends after it."""
    settings.SMS_PROVIDER = "tests.core.sms_providers.Slow"
    time_machine.move_to(NOW, tick=False)
    for number in range(1, 13):
        queue(number, "sms")
    Slow.began(lambda: time_machine.shift(40), lambda: deliver_due(at=timezone.now()), after=8)
    deliver_due(at=NOW)
    assert sorted(Slow.told) == sorted(set(Slow.told))


def test_what_another_worker_took_over_is_left_to_it(settings, time_machine) -> None:
    """A machine that slept: what it claimed before is somebody else's by now."""
    settings.SMS_PROVIDER = "tests.core.sms_providers.Slow"
    time_machine.move_to(NOW, tick=False)
    for number in range(1, 4):
        queue(number, "sms")

    def taken_over() -> None:
        until = timezone.now() + dt.timedelta(minutes=5)
        OutboxMessage.objects.filter(state=State.SENDING).update(claim="00000000-0000-0000-0000-000000000001", next_try_at=until)

    Slow.began(lambda: time_machine.shift(400), taken_over, after=1)
    deliver_due(at=NOW)
    assert len(Slow.told) == 1


def test_an_operator_whose_number_cannot_be_kept_is_given_the_message_once(settings) -> None:
    """Otherwise she would get it every five minutes, and those behind it none."""
    settings.SMS_PROVIDER = "tests.core.sms_providers.Garbled"
    Garbled.told = []
    messages = [queue(1, "sms"), queue(2, "sms")]
    deliver_due(at=NOW)
    assert sorted(Garbled.told) == ["+212600000001", "+212600000002"]
    assert [(row(message).state, row(message).provider_id) for message in messages] == [(State.SENT, "id 7")] * 2
