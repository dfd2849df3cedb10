"""Setting up, asking for, renewing and taking away somebody's second factor."""

import datetime as dt
import secrets
from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import django_otp
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.util import random_hex

from portal.core.audit import record_act

from .models import Authenticator, BackupSheet

#: Digits of a code of the authenticator, and of a backup code: the form tells them apart by that.
DIGITS, BACKUP_DIGITS = 6, 10
#: Codes on a sheet.
CODES = 10


class WrongCode(Exception):
    """Not her code now, or not any more. ``until``: from when on another one is looked at, where that is not at once."""

    def __init__(self, until: dt.datetime | None = None) -> None:
        super().__init__("wrong code")
        self.until = until


@dataclass(frozen=True)
class Standing:
    """What somebody has: her authenticator, if she set one up, and how many backup codes are left."""

    authenticator: Authenticator | None
    codes_left: int


def standing_of(*, user: User) -> Standing:
    """What she has now; two queries."""
    sheet = BackupSheet.objects.filter(user=user).first()
    return Standing(Authenticator.objects.filter(user=user).first(), sheet.codes.count() if sheet else 0)


def has_second_factor(*, user: User) -> bool:
    """Whether she set one up."""
    return Authenticator.objects.filter(user=user).exists()


def new_secret() -> str:
    """160 bits, as hexadecimal."""
    return random_hex(20)


def spoken_secret(secret: str) -> str:
    """The secret as authenticators want it typed, in groups of four."""
    text = b32encode(unhexlify(secret)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def secret_address(*, secret: str, user: User) -> str:
    """What the QR code says to an authenticator (``otpauth://``)."""
    issuer = settings.WAGTAIL_SITE_NAME
    values = {"secret": b32encode(unhexlify(secret)).decode(), "issuer": issuer, "digits": DIGITS, "period": 30, "algorithm": "SHA1"}
    return f"otpauth://totp/{quote(f'{issuer}:{user.get_username()}')}?{urlencode(values, quote_via=quote)}"


@transaction.atomic
def set_up(*, user: User, secret: str, code: str, at: dt.datetime) -> tuple[Authenticator, list[str]]:
    """Keep the secret her authenticator has proven to hold, in the place of an earlier one, with a new sheet of backup codes.

    Raises:
        WrongCode: the code is not the secret's.
    """
    clock = TOTP(unhexlify(secret))
    if not clock.verify(int(code), tolerance=1):
        raise WrongCode
    fresh = {"name": "authenticator", "secret": secret, "last_step": clock.t(), "confirmed": True, "last_used_at": at}
    made, created = Authenticator.objects.update_or_create(
        user=user, defaults=fresh | {"throttling_failure_count": 0, "throttling_failure_timestamp": None, "created_at": at}
    )
    record_act(act="sign_in.set_up" if created else "sign_in.replaced", of=user, by=user, at=at)
    return made, _new_sheet(user)


@transaction.atomic
def new_backup_codes(*, user: User, at: dt.datetime) -> list[str]:
    """A new sheet; the codes of the earlier one open nothing any more."""
    record_act(act="sign_in.backup_made", of=user, by=user, at=at)
    return _new_sheet(user)


def _new_sheet(user: User) -> list[str]:
    codes = [f"{secrets.randbelow(10**BACKUP_DIGITS):0{BACKUP_DIGITS}d}" for _each in range(CODES)]
    sheet, _created = BackupSheet.objects.update_or_create(
        user=user, defaults={"name": "backup codes", "throttling_failure_count": 0, "throttling_failure_timestamp": None}
    )
    sheet.write(codes)
    return codes


def verify(*, user: User, code: str, at: dt.datetime) -> Device:
    """The device that knew the code, which it will not take a second time.

    Raises:
        WrongCode: it is wrong, was used, or too many wrong ones came before it.
    """
    device = (Authenticator if len(code) == DIGITS else BackupSheet).objects.filter(user=user).first()
    if device is None:
        raise WrongCode
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise WrongCode(why["locked_until"])
    with transaction.atomic():
        known = django_otp.verify_token(user, device.persistent_id, code)
        if isinstance(known, BackupSheet):
            record_act(act="sign_in.backup_used", of=user, by=user, at=at)
    if known is None:
        raise WrongCode
    return known


@transaction.atomic
def remove(*, user: User, by: User | None, at: dt.datetime) -> bool:
    """Take her authenticator and her codes away; whether there was anything. ``by``: she, an administrator, or nobody from the server's console."""
    removed = [model.objects.filter(user=user).delete()[0] for model in (Authenticator, BackupSheet)]
    if any(removed):
        record_act(act="sign_in.removed" if by == user else "sign_in.reset", of=user, by=by, at=at)
    return any(removed)
