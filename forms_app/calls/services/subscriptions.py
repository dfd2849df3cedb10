"""Following calls: asked for, confirmed by a link or a code, told, ended in one step. Decision 522."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from forms_app.calls.models import Call, CallSubscription
from portal.core.audit import record_act
from portal.core.crypt import CannotDecrypt, keyed_hash, keyed_hashes
from portal.core.models import Channel
from portal.core.outbox import queue_message, written_since
from portal.core.text import western_digits
from programmes.models import Programme
from regions.models import Region

CONFIRM_DAYS, CODE_DIGITS, CODE_MINUTES = 7, 6, 15
SUBJECT = gettext_lazy("Confirm your address")
TEXTS: dict[str, Promise] = {
    Channel.EMAIL: gettext_lazy("To receive news of calls at this address, confirm it here: %(address)s\nIf you did not ask for it, do nothing."),
    Channel.SMS: gettext_lazy("Your code: %(code)s. It is good for %(minutes)d minutes. Give it to nobody."),
}
PURPOSE = "call.follow"
_WRONG_CODES = 5
#: An address is sent so many messages to confirm in a day, and follows at most so many things.
_MESSAGES_A_DAY, _MOST = 3, 20
_HASH, _CODE = "calls.subscription", "calls.subscription.code"
#: Days after the end of a call in which nothing more can happen to it.
_KEPT_DAYS_AFTER_CALL = 90


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What is followed: one call, or calls of a kind, in a region, of a programme. Nothing at all: every call."""

    call: Call | None = None
    kind: str = ""
    region: Region | None = None
    programme: Programme | None = None

    def as_columns(self) -> dict[str, object]:
        """By name of the column."""
        return {"call": self.call, "kind": self.kind, "region": self.region, "programme": self.programme}


@transaction.atomic
def follow(*, channel: str, to: str, language: str, what: Followed, at: dt.datetime) -> None:
    """Send an address a message to confirm that it wants to hear of calls.

    Says nothing of whether the address follows calls already, or has had its share of messages: the caller's answer is always the same.
    """
    if written_since(to=to, purpose=PURPOSE, since=at - dt.timedelta(days=1)) >= _MESSAGES_A_DAY:
        return
    known = CallSubscription.objects.filter(address_hash__in=keyed_hashes(_HASH, to), ended_at=None)
    row = known.filter(**what.as_columns()).select_for_update(of=("self",)).first()  # it may be being stopped at this moment
    if row is None:
        if known.count() >= _MOST:
            return
        row = CallSubscription(channel=channel, address=to, address_hash=keyed_hash(_HASH, to), language=language, **what.as_columns())
    if row.confirmed_at is None:
        row.language, row.created_at = language, at
    _ask(row, language, at)


def _ask(row: CallSubscription, language: str, at: dt.datetime) -> None:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}" if row.channel == Channel.SMS else ""
    if code:
        row.code_hash, row.code_sent_at, row.code_tries = keyed_hash(_CODE, f"{row.address}:{code}"), at, 0
    row.save()
    email = row.channel == Channel.EMAIL
    with override(language):
        path = reverse("call_follow_confirm", args=[row.token])
        body = str(TEXTS[row.channel]) % {"code": code, "minutes": CODE_MINUTES, "address": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
        queue_message(
            channel=row.channel,
            to=row.address,
            subject=str(SUBJECT) if email else "",
            body=body,
            language=language,
            purpose=PURPOSE,
            dedupe=f"call-follow-{row.pk}-{at.isoformat()}",
            expires_at=at + (dt.timedelta(days=CONFIRM_DAYS) if email else dt.timedelta(minutes=CODE_MINUTES)),
        )


def to_confirm(*, token: str, at: dt.datetime) -> CallSubscription | None:
    """What the link of a message confirms; ``None`` when it is none of ours, too old, or ended since."""
    fresh = Q(confirmed_at__isnull=False) | Q(created_at__gt=at - dt.timedelta(days=CONFIRM_DAYS))
    return CallSubscription.objects.filter(fresh, token=token, ended_at=None).select_related("call", "region", "programme").first()


@transaction.atomic
def confirm(*, token: str, language: str, at: dt.datetime) -> CallSubscription | None:
    """Begin to tell the address of this link; twice is once."""
    row = to_confirm(token=token, at=at)
    return _confirmed(row, language, at) if row else None


@transaction.atomic
def confirm_by_code(*, to: str, code: str, language: str, at: dt.datetime) -> CallSubscription | None:
    """Begin to tell the telephone that this code was sent to; ``None`` when it is wrong, too old, or spoilt by five wrong ones."""
    hashes = keyed_hashes(_HASH, to)
    good = CallSubscription.objects.filter(
        address_hash__in=hashes, ended_at=None, code_sent_at__gt=at - dt.timedelta(minutes=CODE_MINUTES), code_tries__lt=_WRONG_CODES
    ).exclude(code_hash="")
    digits = "".join(char for char in western_digits(code[:40]) if char in "0123456789")
    given = keyed_hashes(_CODE, f"{to}:{digits}")
    held = good.select_for_update(of=("self",), no_key=True)  # guessed at twenty times at once, they are counted one by one
    rows = list(held.select_related("call", "region", "programme").order_by("pk"))
    row = next((row for row in rows if any(constant_time_compare(row.code_hash, one) for one in given)), None)
    if row is None:
        good.update(code_tries=F("code_tries") + 1)
        return None
    row.code_hash = ""
    return _confirmed(row, language, at)


def _confirmed(row: CallSubscription, language: str, at: dt.datetime) -> CallSubscription:
    row.confirmed_at, row.language = row.confirmed_at or at, language
    row.save(update_fields=["confirmed_at", "language", "code_hash"])
    return row


def to_stop(*, token: str) -> CallSubscription | None:
    """Whose messages this link ends."""
    return CallSubscription.objects.defer("address").filter(token=token).first()


@transaction.atomic
def stop(*, token: str, at: dt.datetime) -> bool:
    """End everything that the address of this link follows, and forget the address; twice is once. False for a link that is none of ours."""
    row = to_stop(token=token)
    if row is None:
        return False
    if row.ended_at is None:
        _end(CallSubscription.objects.filter(Q(pk=row.pk) | Q(address_hash__in=_hashes(row), ended_at=None)), at)
    return True


def _hashes(row: CallSubscription) -> list[str]:
    try:
        return keyed_hashes(_HASH, row.address)
    except CannotDecrypt:
        return [row.address_hash]


def followed_from(*, to: str) -> QuerySet[CallSubscription]:
    """What an address follows, confirmed or not."""
    return CallSubscription.objects.filter(address_hash__in=keyed_hashes(_HASH, to), ended_at=None)


@transaction.atomic
def end_subscription(*, subscription: CallSubscription, at: dt.datetime, by: User | None = None) -> bool:
    """End one, and forget its address; false when it was ended before."""
    if not _end(CallSubscription.objects.filter(pk=subscription.pk, ended_at=None), at):
        return False
    record_act(act="subscription.ended", of=subscription, by=by, at=at)
    return True


@transaction.atomic
def stop_address_by_hand(*, to: str, by: User, at: dt.datetime) -> int:
    """End everything an address follows, for whoever asks the staff for it; how many."""
    rows = followed_from(to=to)
    keys = list(rows.values_list("pk", flat=True))
    for row in CallSubscription.objects.defer("address").filter(pk__in=keys):
        record_act(act="subscription.ended", of=row, by=by, at=at)
    return _end(CallSubscription.objects.filter(pk__in=keys), at)


def expire_subscriptions(*, at: dt.datetime) -> dict[str, int]:
    """Erase what was not confirmed within a week; end what follows a call in which nothing more can happen. How many of each."""
    never, _by_model = CallSubscription.objects.filter(confirmed_at=None, ended_at=None, created_at__lte=at - dt.timedelta(days=CONFIRM_DAYS)).delete()
    before = at - dt.timedelta(days=_KEPT_DAYS_AFTER_CALL)
    over = Q(call__cancelled_at__lte=before) | Q(call__results_published_at__lte=before)
    keys = list(CallSubscription.objects.filter(over, ended_at=None).values_list("pk", flat=True))
    return {"never confirmed": never, "over": _end(CallSubscription.objects.filter(pk__in=keys), at)}


def _end(rows: QuerySet[CallSubscription], at: dt.datetime) -> int:
    return rows.update(ended_at=at, address="", address_hash="", code_hash="")
