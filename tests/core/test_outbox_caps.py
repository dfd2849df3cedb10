"""What a text message costs, and what waits when the cap of a day or a month is reached."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_due, queue_messages, sms_parts

from .test_outbox import NOW, State, many, queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ع" * 70, 1),
        ("ع" * 71, 2),
        ("ع" * 135, 3),
        ("ⴰ" * 70, 1),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_what_a_text_costs(text, parts) -> None:
    """GSM 03.38: 160 letters, 153 when joined; anything else 70 and 67."""
    assert sms_parts(text) == parts


def test_over_the_daily_cap_a_message_waits_for_midnight_in_morocco(settings, sent) -> None:
    settings.SMS_DAILY_CAP = 3
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)  # half past midnight of the 23rd in Casablanca
    for number in (1, 2):
        queue(number, body="ع" * 71, due_at=late)
    done = deliver_due(at=late)
    waiting = OutboxMessage.objects.get(state=State.QUEUED)
    assert ((done.sent, done.later), waiting.last_error, waiting.attempts) == ((1, 1), "sms_cap", 0)
    assert timezone.localtime(waiting.next_try_at).isoformat() == "2026-11-24T00:00:00+01:00"
    assert deliver_due(at=waiting.next_try_at).sent == 1


def test_the_monthly_cap_counts_the_month_and_mails_are_free(settings) -> None:
    settings.SMS_MONTHLY_CAP = 1
    queue(1, due_at=NOW - dt.timedelta(days=10))
    deliver_due(at=NOW - dt.timedelta(days=10))
    queue(2)
    queue(3, channel="email", to="person@example.org")
    assert (deliver_due(at=NOW).sent, deliver_due(at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC)).sent) == (1, 1)


def test_what_is_told_to_many_leaves_a_fifth_of_the_cap_to_codes(settings, sent) -> None:
    settings.SMS_DAILY_CAP = 10
    queue_messages(messages=many(range(12)))
    assert (deliver_due(at=NOW).sent, len(sent())) == (8, 8)
    for number in range(1, 4):
        queue(number)
    assert (deliver_due(at=NOW).sent, len(sent())) == (2, 10)


@pytest.mark.parametrize("caps", [(1, 5), (5, 1)])
def test_of_two_caps_the_smaller_one_counts(settings, caps) -> None:
    settings.SMS_DAILY_CAP, settings.SMS_MONTHLY_CAP = caps
    queue(1)
    queue(2)
    assert deliver_due(at=NOW).sent == 1


def test_a_mail_uses_up_nothing_of_a_cap(settings, sent) -> None:
    settings.SMS_DAILY_CAP = 1
    for number, other in ((1, {"channel": "email", "to": "person@example.org"}), (2, {})):
        queue(number, **other)
        assert deliver_due(at=NOW).sent == 1


@pytest.mark.parametrize(("earlier", "left"), [("2026-11-22T23:00:00Z", 0), ("2026-11-22T22:59:59Z", 1)])
def test_what_left_since_midnight_in_morocco_uses_up_the_cap_of_the_day(settings, earlier, left) -> None:
    settings.SMS_DAILY_CAP = 1
    for number, at in enumerate(map(dt.datetime.fromisoformat, (earlier, "2026-11-23T20:41:37.5Z")), 1):
        queue(number, due_at=at)
        done = deliver_due(at=at)
    assert done.sent == left
