"""A brake on guessing codes: counts failures only, so that a centre sending forty files an hour meets no obstacle."""

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SECONDS = 15 * 60
#: Failures of one visitor in that time; forty women an hour from one centre fail less often.
TRIES_AN_ADDRESS = 60
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


def _key(name: str, who: str) -> str:
    return f"throttle:{name}:{salted_hmac('forms_app.throttle', who, algorithm='sha256').hexdigest()[:32]}"
