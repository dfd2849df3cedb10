"""Sending what is due. Several workers may do it at once: a message is claimed by one, and by another when that one is silent too long."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from portal.core.crypt import CannotDecrypt
from portal.core.models import Channel, OutboxMessage

from .channels import Channels, NotSent
from .queue import EMPTY, ERASED, EXPIRED
from .sms import next_day, sms_left

#: A worker takes this many at once. The claim holds five minutes, and is made anew for each message for which it holds four or less.
_CHUNK = 10
_CLAIM, _ENOUGH, _MINUTE = dt.timedelta(minutes=5), dt.timedelta(minutes=4), dt.timedelta(minutes=1)
#: Minutes before the next attempt; after the last of them the message is given up. Altogether about 17 hours.
_WAITS = (1, 4, 16, 64, 256, 360, 360)
MAX_ATTEMPTS = len(_WAITS) + 1
CAP = "sms_cap"
#: Minutes before a mail server that did not answer, or did not let us in, is asked again; however often, it uses up no attempt.
_AWAY_WAIT = 10
#: Encrypted columns: a row that no key opens must not keep the others back.
_WORDS = ("address", "body", "unsubscribe")


@dataclass
class Delivery:
    """What became of the messages that were due."""

    sent: int = 0
    later: int = 0
    dead: int = 0

    @property
    def handled(self) -> int:
        """All of them."""
        return self.sent + self.later + self.dead


def deliver_due(*, at: dt.datetime, limit: int = 100) -> Delivery:
    """Send at most ``limit`` messages that are due. A message is marked as sent at once, so that a worker that dies repeats one at most.

    ``at`` is when it begins. Operators may be slow: each claim, and what is over by then, counts from the moment it is reached.
    """
    done, began = Delivery(), timezone.now()
    with Channels() as channels:
        while done.handled < limit:
            messages = _claim(_reached(at, began), min(_CHUNK, limit - done.handled))
            if not messages:
                break
            for message in messages:
                _deliver(message, channels, _reached(at, began), done)
    return done


def _reached(at: dt.datetime, began: dt.datetime) -> dt.datetime:
    """``at``, moved on by the minutes worked since."""
    return at + max(timezone.now() - began, dt.timedelta()) // _MINUTE * _MINUTE


def _claim(at: dt.datetime, size: int) -> list[OutboxMessage]:
    """Take due messages. PostgreSQL skips rows that another worker is taking; elsewhere the update looks again at what was read."""
    claim = uuid.uuid4()
    due = OutboxMessage.objects.filter(state__in=(OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING), next_try_at__lte=at)
    with transaction.atomic():
        first = due.order_by("bulk", "next_try_at").values_list("pk", flat=True)
        if connection.features.has_select_for_update_skip_locked:
            first = first.select_for_update(skip_locked=True)
        found = list(first[:size])
        taken = due.filter(pk__in=found).update(
            state=OutboxMessage.State.SENDING, claim=claim, next_try_at=at + _CLAIM, attempts=F("attempts") + 1, last_error=""
        )
    return list(OutboxMessage.objects.filter(pk__in=found, claim=claim).defer(*_WORDS).order_by("bulk", "created_at")) if taken else []


def _still_ours(message: OutboxMessage, at: dt.datetime) -> bool:
    """Whether no other worker has taken it over, nor will while it is being sent, however long those before it took."""
    if message.next_try_at - at > _ENOUGH:
        return True
    return bool(OutboxMessage.objects.filter(pk=message.pk, claim=message.claim).update(next_try_at=at + _CLAIM))


def _deliver(message: OutboxMessage, channels: Channels, at: dt.datetime, done: Delivery) -> None:
    if not _still_ours(message, at):
        return
    if message.expires_at is not None and message.expires_at <= at:
        done.dead += _settle(message, state=OutboxMessage.State.DEAD, last_error=EXPIRED, **EMPTY)
        return
    left = sms_left(at, bulk=message.bulk) if message.channel == Channel.SMS else None
    if left is not None and left < message.parts:
        done.later += _settle(message, state=OutboxMessage.State.QUEUED, next_try_at=next_day(at), attempts=message.attempts - 1, last_error=CAP)
        return
    try:
        provider_id = _send(message, channels)
    except NotSent as error:
        _put_back(message, error, at, done)
        return
    done.sent += _settle(message, state=OutboxMessage.State.SENT, sent_at=at, provider_id=provider_id, last_error="", **EMPTY)


def _send(message: OutboxMessage, channels: Channels) -> str:
    try:
        message.refresh_from_db(fields=_WORDS)
    except CannotDecrypt as error:
        raise NotSent("cannot_decrypt") from error
    if not message.address:
        raise NotSent(ERASED, for_ever=True)  # since it was claimed
    return channels.send(
        channel=message.channel,
        to=message.address,
        subject=message.subject,
        body=message.body,
        language=message.language,
        unsubscribe=message.unsubscribe,
    )


def _put_back(message: OutboxMessage, error: NotSent, at: dt.datetime, done: Delivery) -> None:
    if error.away:
        later = at + dt.timedelta(minutes=_AWAY_WAIT)
        done.later += _settle(message, state=OutboxMessage.State.QUEUED, last_error=error.code, next_try_at=later, attempts=message.attempts - 1)
        return
    if error.for_ever or message.attempts >= MAX_ATTEMPTS:
        done.dead += _settle(message, state=OutboxMessage.State.DEAD, last_error=error.code)
        return
    wait = dt.timedelta(minutes=_WAITS[message.attempts - 1])
    done.later += _settle(message, state=OutboxMessage.State.QUEUED, last_error=error.code, next_try_at=at + wait)


def _settle(message: OutboxMessage, **changes: Any) -> int:
    """Only while the claim is still ours: another worker may have taken over, or an erasure may have emptied it. Always one thing handled."""
    OutboxMessage.objects.filter(pk=message.pk, claim=message.claim).update(claim=None, **changes)
    return 1
