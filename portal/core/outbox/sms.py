"""Text messages: what a provider must do, those that come with the portal, and what a message costs."""

import datetime as dt
import json
import sys
import uuid
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.core.days import next_midnight
from portal.core.models import Channel, OutboxMessage

#: The alphabet of GSM 03.38; letters of its extension take two places. Anything else, Arabic first of all, makes a message of 70 letters.
_GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
_GSM_EXTENSION = frozenset("^{}\\[~]|€\f")
#: One part in so many of a cap is kept from messages told to many.
_KEPT = 5
_GSM_SIZES, _UCS2_SIZES = (160, 153), (70, 67)


class SmsUnavailable(Exception):
    """The provider does not answer, or not now: try again later. ``code`` is short and holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsRefused(SmsUnavailable):
    """The provider will never take this message: a number that does not exist."""


class SmsProvider(Protocol):
    """What ``SMS_PROVIDER`` names by dotted path: a class made without arguments, that reads settings of its own.

    ``send`` answers within 20 seconds: a message is given to another worker when the first is silent with it for some four minutes.
    """

    def send(self, to: str, text: str) -> str:
        """Hand over one message to a number (``+212...``); the provider's own number of it.

        Raises:
            SmsUnavailable: try again later.
            SmsRefused: never.
        """
        ...


class NoSms:
    """No operator yet: messages wait, then show among those that could not be sent."""

    def send(self, to: str, text: str) -> str:
        """Never.

        Raises:
            SmsUnavailable: always.
        """
        raise SmsUnavailable("no_provider")


class ConsoleSms:
    """For development: prints the message."""

    def send(self, to: str, text: str) -> str:
        """Print it; a random number."""
        sys.stdout.write(f"--- SMS {to}\n{text}\n---\n")
        return f"console-{uuid.uuid4().hex[:12]}"


class FileSms:
    """For trials without an operator: adds a line of JSON to the file ``SMS_FILE``."""

    def send(self, to: str, text: str) -> str:
        """Write it; a random number."""
        ident = f"file-{uuid.uuid4().hex[:12]}"
        line = json.dumps({"id": ident, "to": to, "text": text}, ensure_ascii=False)
        with Path(settings.SMS_FILE).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        return ident


def sms_provider() -> SmsProvider:
    """The provider of the settings."""
    return import_string(settings.SMS_PROVIDER)()


def sms_parts(text: str) -> int:
    """How many SMS a text is paid as."""
    if all(letter in _GSM or letter in _GSM_EXTENSION for letter in text):
        length, (alone, joined) = len(text) + sum(letter in _GSM_EXTENSION for letter in text), _GSM_SIZES
    else:
        length, (alone, joined) = len(text.encode("utf-16-le", "surrogatepass")) // 2, _UCS2_SIZES
    return 1 if length <= alone else -(-length // joined)


def sms_left(at: dt.datetime, *, bulk: bool = False) -> int | None:
    """How many SMS may still leave today and this month; ``None`` without a cap. Days and months are Moroccan.

    Those told to many at once leave a part of each cap to codes and receipts.
    """
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    caps = ((settings.SMS_DAILY_CAP, today), (settings.SMS_MONTHLY_CAP, today.replace(day=1)))
    left = [max(0, cap - (cap // _KEPT if bulk else 0) - _sent_since(start)) for cap, start in caps if cap is not None]
    return min(left, default=None)


def next_day(at: dt.datetime) -> dt.datetime:
    """When the cap is counted anew at the earliest."""
    return next_midnight(at)


def _sent_since(start: dt.datetime) -> int:
    sent = OutboxMessage.objects.filter(channel=Channel.SMS, sent_at__gte=start)
    return sent.aggregate(parts=Sum("parts"))["parts"] or 0
