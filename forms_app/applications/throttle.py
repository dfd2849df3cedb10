"""A brake on guessing codes: counts failures only, so that a centre sending forty files an hour meets no obstacle."""

import hashlib

from django.core.cache import cache

SECONDS = 15 * 60


def failed_too_often(name: str, who: str, *, limit: int) -> bool:
    """Whether ``who`` has failed ``limit`` times lately."""
    return cache.get(_key(name, who), 0) >= limit


def note_failure(name: str, who: str) -> None:
    """Count one more failure; the count is forgotten after a quarter of an hour."""
    key = _key(name, who)
    if not cache.add(key, 1, timeout=SECONDS):
        cache.incr(key)


def _key(name: str, who: str) -> str:
    return f"throttle:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
