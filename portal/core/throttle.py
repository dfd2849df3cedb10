"""Two brakes. On guessing codes: only what was wrong is counted. On flooding: how often an action was taken, with limits no centre reaches (decision 712)."""

import datetime as dt
import ipaddress
import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .formats import format_datetime, format_time

SECONDS = 15 * 60
#: One household or one centre has a whole network of this size.
_IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind our proxy its own address is everybody's: the one the proxy added last is the visitor's."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    mapped = known.ipv4_mapped  # as a server that hears both kinds at one door writes the older one: all of it lies in one network of IPv6
    return str(mapped or ipaddress.ip_network(f"{known}/{_IPV6_NETWORK}", strict=False))


def failed_too_often(name: str, limits: Mapping[str, int]) -> bool:
    """Whether any of those named has failed as often, lately, as its limit says."""
    keys = {_key(name, who): limit for who, limit in limits.items()}
    counts = cache.get_many(keys)
    return any(counts.get(key, 0) >= limit for key, limit in keys.items())


def note_failure(name: str, limits: Mapping[str, int]) -> None:
    """Count one more failure of each; a count is forgotten a quarter of an hour after it began."""
    for who in limits:
        _count(_key(name, who), SECONDS)


def held_until(request: HttpRequest, action: str, *, file: str = "") -> dt.datetime | None:
    """Count one more ``action`` of this address and of this file; from when on it may be taken again, if that was one too many.

    ``settings.THROTTLES`` names the actions, and says how often. A count is forgotten so many seconds after it began, and so is the wait.
    While the shared cache is away each process counts for itself (:mod:`portal.core.shared_cache`).
    """
    at = timezone.now()
    limits = settings.THROTTLES[action]
    named = {"address": client_address(request), "file": file}
    waits = [_wait(f"{action}-{of}", named[of], *limit, at=at) for of, limit in limits.items() if named[of]]
    return max(filter(None, waits), default=None)


def _wait(name: str, who: str, times: int, seconds: int, *, at: dt.datetime) -> dt.datetime | None:
    key = _key(name, who)
    over = at + dt.timedelta(seconds=seconds)
    count = _count(key, seconds)
    if count == 1:
        cache.set(f"{key}:over", over, timeout=seconds)
    return cache.get(f"{key}:over", over) if count > times else None


def say_when(until: dt.datetime) -> str:
    """Until when to wait, in words, at the next full minute."""
    local = timezone.localtime(until + dt.timedelta(seconds=59)).replace(second=0, microsecond=0)
    time = format_time(local) if local.date() == timezone.localdate() else format_datetime(local)
    return _("Wait until %(time)s, then try again.") % {"time": time}


def hold(form: forms.Form, until: dt.datetime) -> None:
    """Say above a form, which keeps what was typed, from when on it may be sent again."""
    form.add_error(None, say_when(until))


def held(response: HttpResponse, until: dt.datetime) -> HttpResponse:
    """The same page as an answer that says to wait."""
    response.status_code = 429
    response.headers["Retry-After"] = str(max(1, math.ceil((until - timezone.now()) / dt.timedelta(seconds=1))))
    return response


def too_often(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """The same page, with what was typed, saying when to try again."""
    form.add_error(None, _("Too many attempts. Wait a quarter of an hour, then try again."))
    response = render(request, template, {"form": form, **context}, status=429)
    response.headers["Retry-After"] = str(SECONDS)
    return response


def _key(name: str, who: str) -> str:
    return f"throttle:{name}:{salted_hmac('portal.core.throttle', who, algorithm='sha256').hexdigest()[:32]}"


def _count(key: str, seconds: int) -> int:
    """Once more; how often since the count began."""
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        count = cache.incr(key)
    except ValueError:  # forgotten between the two
        cache.set(key, 1, timeout=seconds)
        return 1
    if count == 1:  # forgotten within it: Redis began a count anew, which it would never forget
        cache.touch(key, seconds)
    return count
