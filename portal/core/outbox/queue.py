"""Putting messages in, taking them back, trying them again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.core.audit import record_act
from portal.core.crypt import keyed_hash, keyed_hashes
from portal.core.models import Channel, OutboxMessage

from .neutral import names_programme
from .sms import sms_parts

_ADDRESS, _DEDUPE = "outbox.address", "outbox.dedupe"
#: What an emptied row no longer has.
EMPTY = {"address": "", "body": "", "subject": "", "unsubscribe": "", "emptied": True}
_EMPTY_AT_ONCE = 1000
EXPIRED, ERASED, NOT_NEUTRAL = "expired", "erased", "not_neutral"


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message to write; the same ``dedupe`` is written once.

    It leaves after the commit, not before ``due_at``, and not after ``expires_at`` (a one-time code). ``unsubscribe`` is the address of
    the page that ends such messages. ``bulk``: one of many that are told the same; codes and receipts leave before it.

    Raises:
        ValueError: an unknown channel, no address, or a line break in the address, the subject or the way out.
    """

    channel: str
    to: str
    body: str
    language: str
    purpose: str
    dedupe: str
    subject: str = ""
    due_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    unsubscribe: str = ""
    bulk: bool = False

    def __post_init__(self) -> None:
        on_one_line = self.to + self.subject + self.unsubscribe
        if self.channel not in Channel.values or not self.to or any(mark in on_one_line for mark in "\r\n\x00"):
            raise ValueError("A message needs a known channel, an address, and both on one line.")

    def as_row(self, now: dt.datetime) -> OutboxMessage:
        """What is stored. A text that names the programme is kept among the messages that could not be sent."""
        message = OutboxMessage(
            channel=self.channel,
            address=self.to,
            address_hash=keyed_hash(_ADDRESS, self.to),
            address_hint=_hint(self.channel, self.to),
            subject=self.subject,
            body=self.body,
            unsubscribe=self.unsubscribe,
            language=self.language,
            purpose=self.purpose,
            dedupe=keyed_hash(_DEDUPE, self.dedupe),
            bulk=self.bulk,
            next_try_at=self.due_at or now,
            expires_at=self.expires_at,
            parts=sms_parts(self.body) if self.channel == Channel.SMS else 1,
            created_at=now,
        )
        if names_programme(f"{self.subject} {self.body}"):
            message.state, message.last_error = OutboxMessage.State.DEAD, NOT_NEUTRAL
        return message


def queue_message(
    *,
    channel: str,
    to: str,
    subject: str = "",
    body: str,
    language: str,
    purpose: str,
    dedupe: str,
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    unsubscribe: str = "",
) -> OutboxMessage | None:
    """Write one message (see :class:`NewMessage`) in the caller's transaction; ``None`` when the same ``dedupe`` was queued before.

    A text that names the programme does not stop the caller's business.

    Raises:
        ValueError: see :class:`NewMessage`.
    """
    message = NewMessage(
        channel=channel, to=to, subject=subject, body=body, language=language, purpose=purpose, dedupe=dedupe,
        due_at=due_at, expires_at=expires_at, unsubscribe=unsubscribe,
    )  # fmt: skip
    return next(iter(queue_messages(messages=[message])), None)


def queue_messages(*, messages: Sequence[NewMessage]) -> list[OutboxMessage]:
    """Write some hundreds of messages in the caller's transaction, in three queries; those that were not queued before."""
    now = timezone.now()
    dedupes = {hashed for message in messages for hashed in keyed_hashes(_DEDUPE, message.dedupe)}
    known = set(OutboxMessage.objects.filter(dedupe__in=dedupes).values_list("dedupe", flat=True))
    rows = [message.as_row(now) for message in messages if known.isdisjoint(keyed_hashes(_DEDUPE, message.dedupe))]
    if not rows:
        return []
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)  # somebody else may be queueing the same at this moment
    written = set(OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    if written and settings.WORK_AFTER_COMMIT:
        _wake_once()
    return [row for row in rows if row.pk in written]


def retry_message(*, message: OutboxMessage, by: User, at: dt.datetime) -> bool:
    """Give a message that could not be sent another round of attempts; ``False`` when there is nothing left to send."""
    with transaction.atomic():
        dead = OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.DEAD, emptied=False).exclude(last_error__in=[EXPIRED, NOT_NEUTRAL])
        if not dead.update(state=OutboxMessage.State.QUEUED, attempts=0, next_try_at=at, last_error=""):
            return False
        record_act(act="message.retried", of=message, by=by, at=at)
        if settings.WORK_AFTER_COMMIT:
            _wake_once()
    return True


def written_since(*, to: str, purpose: str, since: dt.datetime) -> int:
    """How many messages of this kind an address was written since then, sent or not: what costs money or annoys has a limit."""
    return OutboxMessage.objects.filter(address_hash__in=keyed_hashes(_ADDRESS, to), purpose=purpose, created_at__gt=since).count()


def messages_known_as(*, dedupes: Iterable[str]) -> QuerySet[OutboxMessage]:
    """The messages that were queued under these keys: those of one file, even where several women share a telephone."""
    return OutboxMessage.objects.filter(dedupe__in=[hashed for dedupe in dedupes for hashed in keyed_hashes(_DEDUPE, dedupe)])


def messages_to(*, to: str) -> QuerySet[OutboxMessage]:
    """The messages that were queued to an address, those forgotten since left out."""
    return OutboxMessage.objects.filter(address_hash__in=keyed_hashes(_ADDRESS, to))


def forget_address(*, to: str) -> int:
    """Erasure: empty every message to an address, sent or not, and forget that it was to this address. How many there were."""
    return forget_messages(messages=messages_to(to=to))


@transaction.atomic
def forget_messages(*, messages: QuerySet[OutboxMessage]) -> int:
    """Erasure: empty these messages, sent or not, and forget to which address they were. How many there were."""
    keys = list(messages.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return 0
    found = OutboxMessage.objects.filter(pk__in=keys)
    found.exclude(state=OutboxMessage.State.SENT).update(state=OutboxMessage.State.DEAD, claim=None, last_error=ERASED)
    return found.update(**EMPTY, address_hash="", address_hint="", provider_id="")


def empty_old(*, at: dt.datetime) -> int:
    """Empty messages that could not be sent for ``OUTBOX_DEAD_DAYS``: nobody will send them any more."""
    before = at - dt.timedelta(days=settings.OUTBOX_DEAD_DAYS)
    old = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD, emptied=False, created_at__lt=before).values_list("pk", flat=True)[:_EMPTY_AT_ONCE]
    return OutboxMessage.objects.filter(pk__in=list(old), state=OutboxMessage.State.DEAD).update(**EMPTY)


def still_addressed(*, before: dt.datetime) -> QuerySet[OutboxMessage]:
    """Messages written before a moment that left or were given up, and still tell (by a keyed hash) to whom they were."""
    ended = (OutboxMessage.State.SENT, OutboxMessage.State.DEAD)
    return OutboxMessage.objects.filter(state__in=ended, created_at__lte=before).exclude(address_hash="")


def _hint(channel: str, to: str) -> str:
    return f"•••• {to[-2:]}" if channel == Channel.SMS else f"{to[0]}•••@•••"


def _wake_once() -> None:
    """One task for all messages of a transaction, however many."""
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from .tasks import send_due_messages

    send_due_messages.enqueue()
