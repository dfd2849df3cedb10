"""A brake on guessing codes and on flooding: counts what is noted only, so that a centre sending forty files an hour meets no obstacle."""

import ipaddress
from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

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
    return str(ipaddress.ip_network(f"{known}/{_IPV6_NETWORK}", strict=False)) if known.version == 6 else str(known)


def failed_too_often(name: str, limits: Mapping[str, int]) -> bool:
    """Whether any of those named has failed as often, lately, as its limit says."""
    keys = {_key(name, who): limit for who, limit in limits.items()}
    counts = cache.get_many(keys)
    return any(counts.get(key, 0) >= limit for key, limit in keys.items())


def note_failure(name: str, limits: Mapping[str, int]) -> None:
    """Count one more failure of each; a count is forgotten a quarter of an hour after it began."""
    for who in limits:
        key = _key(name, who)
        if cache.add(key, 1, timeout=SECONDS):
            continue
        try:
            cache.incr(key)
        except ValueError:  # forgotten between the two
            cache.set(key, 1, timeout=SECONDS)


def asked_too_often(request: HttpRequest, name: str, limit: int) -> bool:
    """Whether this visitor has asked for it as often, lately, as the limit says; else this time is counted."""
    visitor = {client_address(request): limit}
    if failed_too_often(name, visitor):
        return True
    note_failure(name, visitor)
    return False


def too_often(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The same page, with what was typed, saying when to try again."""
    form.add_error(None, _("Too many attempts. Wait a quarter of an hour, then try again."))
    response = render(request, template, {"form": form, **context}, status=429)
    response.headers["Retry-After"] = str(SECONDS)
    return response


def _key(name: str, who: str) -> str:
    return f"throttle:{name}:{salted_hmac('portal.core.throttle', who, algorithm='sha256').hexdigest()[:32]}"
