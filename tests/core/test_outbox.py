"""Messages: queued once, claimed once, sent in neutral words, emptied afterwards."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from portal.core.models import AuditEntry, OutboxMessage
from portal.core.outbox import (
    NewMessage,
    deliver_due,
    empty_old,
    forget_address,
    queue_message,
    queue_messages,
    retry_message,
)
from portal.core.outbox.delivery import MAX_ATTEMPTS
from tests.core.sms_providers import Slow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent")]
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
State = OutboxMessage.State


def queue(number: int = 1, **changes: object) -> OutboxMessage | None:
    data = {
        "channel": "sms",
        "to": f"+2126123456{number:02d}",
        "body": f"رسالة {number}",
        "language": "ar",
        "purpose": "receipt",
        "dedupe": f"receipt:{number}",
    }
    return queue_message(**{**data, "due_at": NOW, **changes})


def row(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


# Queueing -----------------------------------------------------------------------------------


def test_without_a_mail_server_a_mail_waits_and_is_not_said(settings, capsys) -> None:
    settings.EMAIL_BACKEND = "portal.core.outbox.channels.NoMail"
    message = queue(channel="email", to="fatima@example.ma")
    done = deliver_due(at=NOW)
    assert (done.sent, done.later, row(message).state, row(message).attempts) == (0, 1, State.QUEUED, 0)
    assert "fatima" not in "".join(capsys.readouterr())


def test_a_message_is_stored_encrypted_and_found_by_nobody_else(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        message = queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outboxmessage")
        stored = " ".join(map(str, cursor.fetchone()))
    assert [secret in stored for secret in ("612345601", "رسالة", "receipt:1")] == [False, False, False]
    assert (row(message).address, row(message).body, row(message).address_hint) == ("+212612345601", "رسالة 1", "•••• 01")


def test_the_same_dedupe_queues_once_under_an_older_key_too(settings) -> None:
    settings.LOOKUP_KEYS = ["old key"]
    assert queue() is not None
    settings.LOOKUP_KEYS = ["new key", "old key"]
    assert (queue(body="other words"), OutboxMessage.objects.count()) == (None, 1)


def test_a_message_goes_with_the_transaction_that_wrote_it() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"channel": "pigeon"}, {"to": ""}, {"to": "+2126\n12"}, {"subject": "a\r\nBcc: x@example.org"}])
def test_what_is_no_message_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="A message needs"):
        queue(**wrong)


def many(numbers: range) -> list[NewMessage]:
    return [
        NewMessage(
            channel="sms", to=f"+2126000000{number:02d}", body=f"{number}", language="fr", purpose="told", dedupe=f"told:{number}", due_at=NOW, bulk=True
        )
        for number in numbers
    ]  # fmt: skip


def test_many_messages_are_stored_once_each_in_three_queries(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        assert len(queue_messages(messages=many(range(20)))) == 20
    twice = [*many(range(18, 22)), *many(range(21, 22))]
    assert sorted(message.body for message in queue_messages(messages=twice)) == ["20", "21"]
    assert (queue_messages(messages=twice), queue_messages(messages=[]), OutboxMessage.objects.count()) == ([], [], 22)


# Sending ------------------------------------------------------------------------------------


def test_what_is_due_is_sent_once_and_emptied(sent) -> None:
    message = queue()
    done = deliver_due(at=NOW)
    assert ((done.sent, done.later, done.dead), sent()) == ((1, 0, 0), [("+212612345601", "رسالة 1")])
    assert deliver_due(at=NOW + dt.timedelta(days=1)).handled == 0
    after = row(message)
    assert (after.state, after.address, after.body, after.emptied, after.sent_at, after.attempts) == (State.SENT, "", "", True, NOW, 1)
    assert after.provider_id.startswith("file-")


def test_nothing_leaves_before_it_is_due_nor_after_it_is_useless(sent) -> None:
    queue(1, due_at=NOW + dt.timedelta(hours=1))
    late = queue(2, expires_at=NOW)
    assert ((deliver_due(at=NOW).dead), sent(), row(late).last_error, row(late).body) == (1, [], "expired", "")
    assert deliver_due(at=NOW + dt.timedelta(hours=1)).sent == 1


def test_a_mail_leaves_with_its_language_and_subject() -> None:
    queue(channel="email", to="person@example.org", subject="Dossier reçu", body="Votre dossier est reçu.", language="fr")
    deliver_due(at=NOW)
    [message] = mail.outbox
    assert (message.to, message.subject, message.body) == (["person@example.org"], "Dossier reçu", "Votre dossier est reçu.")
    assert (message.extra_headers, message.from_email) == ({"Content-Language": "fr", "Auto-Submitted": "auto-generated"}, "no-reply@localhost")


def test_a_code_does_not_wait_behind_what_is_told_to_many(sent) -> None:
    queue(1, body="code")
    queue_messages(messages=many(range(20)))
    queue(2, body="code")
    deliver_due(at=NOW, limit=2)
    assert sorted(sent()) == [("+212612345601", "code"), ("+212612345602", "code")]


def test_a_mail_carries_its_way_out_until_it_has_left() -> None:
    message = queue(channel="email", to="person@example.org", unsubscribe="https://portal.example/fr/stop/x/")
    deliver_due(at=NOW)
    way_out = {"List-Unsubscribe": "<https://portal.example/fr/stop/x/>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert (mail.outbox[0].extra_headers, row(message).unsubscribe) == ({"Content-Language": "ar", "Auto-Submitted": "auto-generated"} | way_out, "")


def test_the_limit_of_a_round_is_kept(sent) -> None:
    for number in range(1, 26):
        queue(number)
    assert (deliver_due(at=NOW, limit=12).sent, len(sent()), deliver_due(at=NOW).sent, len({to for to, _text in sent()})) == (12, 12, 13, 25)


def test_a_failure_waits_longer_each_time_then_gives_up(settings, sent) -> None:
    settings.SMS_PROVIDER = "tests.core.sms_providers.Unavailable"
    message, at, waits = queue(), NOW, []
    while row(message).state == State.QUEUED:
        deliver_due(at=at)
        waits.append(int((row(message).next_try_at - at).total_seconds()) // 60)
        at = row(message).next_try_at
    after = row(message)
    assert (waits, after.attempts, after.state, after.last_error) == ([1, 4, 16, 64, 256, 360, 360, 5], MAX_ATTEMPTS, State.DEAD, "busy")
    assert (after.body, sent()) == ("رسالة 1", [])


@pytest.mark.parametrize(
    ("provider", "state", "error"),
    [
        ("tests.core.sms_providers.Refused", State.DEAD, "no_such_number"),
        ("tests.core.sms_providers.Broken", State.QUEUED, "failed_KeyError"),
        ("portal.core.outbox.sms.NoSms", State.QUEUED, "no_provider"),
        ("nowhere.Provider", State.QUEUED, "failed_ModuleNotFoundError"),
    ],
)
def test_an_error_is_a_code_and_the_next_message_is_tried(provider, state, error, settings) -> None:
    """Whatever a provider raises: its words may quote the number."""
    settings.SMS_PROVIDER = provider
    first, second = queue(1), queue(2, channel="email", to="person@example.org")
    deliver_due(at=NOW)
    assert (row(first).state, row(first).last_error, row(second).state) == (state, error, State.SENT)


def test_a_mail_server_that_is_away_is_asked_once_a_round(settings) -> None:
    settings.EMAIL_BACKEND = "tests.core.sms_providers.AwayBackend"
    messages = [queue(number, channel="email", to=f"p{number}@example.org") for number in range(1, 4)]
    from tests.core.sms_providers import AwayBackend

    AwayBackend.asked = 0
    deliver_due(at=NOW)
    assert ([row(message).last_error for message in messages], AwayBackend.asked) == (["mail_unreachable"] * 3, 1)


def test_a_mail_server_that_is_away_for_days_uses_up_no_attempt(settings) -> None:
    settings.EMAIL_BACKEND = "tests.core.sms_providers.AwayBackend"
    message, at = queue(channel="email", to="person@example.org"), NOW
    for _round in range(2 * MAX_ATTEMPTS):
        deliver_due(at=at)
        at = row(message).next_try_at
    assert (row(message).state, row(message).attempts, at) == (State.QUEUED, 0, NOW + dt.timedelta(minutes=20 * MAX_ATTEMPTS))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (deliver_due(at=at).sent, len(mail.outbox)) == (1, 1)


def test_a_message_without_its_key_waits_and_keeps_nobody_back(settings, sent) -> None:
    settings.DATA_KEYS = ["a key that is lost"]
    lost = queue(1)
    settings.DATA_KEYS = ["a key that is there"]
    queue(2)
    deliver_due(at=NOW)
    assert (row_state(lost), [to for to, _text in sent()]) == ((State.QUEUED, "cannot_decrypt"), ["+212612345602"])


def row_state(message: OutboxMessage) -> tuple:
    return OutboxMessage.objects.values_list("state", "last_error").get(pk=message.pk)


def test_a_worker_that_died_is_replaced_after_five_minutes(sent) -> None:
    message = queue()
    OutboxMessage.objects.update(state=State.SENDING, claim="00000000-0000-0000-0000-000000000001", attempts=1, next_try_at=NOW + dt.timedelta(minutes=5))
    assert (deliver_due(at=NOW + dt.timedelta(minutes=4)).handled, len(sent())) == (0, 0)
    assert (deliver_due(at=NOW + dt.timedelta(minutes=5)).sent, row(message).attempts) == (1, 2)


def test_a_slow_operator_is_given_no_message_twice_by_two_workers(settings, time_machine) -> None:
    """After five minutes of work, what a worker claims is still its own."""
    settings.SMS_PROVIDER = "tests.core.sms_providers.Slow"
    time_machine.move_to(NOW, tick=False)
    queue_messages(messages=many(range(25)))
    Slow.began(lambda: time_machine.shift(20), lambda: deliver_due(at=timezone.now()))
    deliver_due(at=NOW)
    assert sorted(Slow.told) == sorted(set(Slow.told))


def test_one_task_sends_all_messages_of_a_transaction_after_it(settings, sent, django_capture_on_commit_callbacks) -> None:
    settings.WORK_AFTER_COMMIT = True
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue(1, due_at=None)
        with transaction.atomic():
            queue(2, due_at=None)
        assert sent() == []
    assert (len(callbacks), sorted(to for to, _text in sent())) == (1, ["+212612345601", "+212612345602"])


# Cost ---------------------------------------------------------------------------------------


# Dead letters -------------------------------------------------------------------------------


def test_trying_again_is_an_act_and_works_once(django_user_model, settings, sent) -> None:
    settings.SMS_PROVIDER = "tests.core.sms_providers.Refused"
    by, message, other = django_user_model.objects.create(username="t"), queue(), queue(2)
    deliver_due(at=NOW)
    settings.SMS_PROVIDER = "portal.core.outbox.sms.FileSms"
    assert [retry_message(message=row(message), by=by, at=NOW) for _twice in range(2)] == [True, False]
    assert (deliver_due(at=NOW).sent, row(message).attempts, row(other).state) == (1, 1, State.DEAD)
    assert list(AuditEntry.objects.values_list("act", "actor", "object_id")) == [("message.retried", by.pk, str(message.pk))]


def test_an_erased_address_is_gone_from_every_message(django_user_model, sent) -> None:
    first = queue(1)
    deliver_due(at=NOW)
    waiting, other = queue(2, to="+212612345601"), queue(3)
    assert forget_address(to="+212612345601") == 2
    assert [(row(m).state, row(m).last_error, row(m).address, row(m).address_hash, row(m).address_hint) for m in (first, waiting)] == [
        (State.SENT, "", "", "", ""),
        (State.DEAD, "erased", "", "", ""),
    ]
    assert (row(other).address, retry_message(message=waiting, by=django_user_model.objects.create(username="t"), at=NOW)) == ("+212612345603", False)


def test_what_could_not_be_sent_loses_its_words_in_time(settings) -> None:
    settings.SMS_PROVIDER = "tests.core.sms_providers.Refused"
    message = queue()
    deliver_due(at=NOW)
    OutboxMessage.objects.update(created_at=NOW)
    assert (empty_old(at=NOW + dt.timedelta(days=30)), empty_old(at=NOW + dt.timedelta(days=30, seconds=1))) == (0, 1)
    assert (row(message).address, row(message).body, row(message).emptied, row(message).last_error) == ("", "", True, "no_such_number")
