"""The content generation: a number in the cache that changes whenever something public changes.

Cached fragments carry it in their key, so that raising it forgets them all at once. It lives only in the cache:
when the cache is emptied the fragments go with it.
"""

import time

from django.core.cache import cache

_KEY = "content-generation"


def current_generation() -> int:
    """The generation in force."""
    return cache.get_or_set(_KEY, time.time_ns, timeout=None)


def next_generation(**_signal: object) -> None:
    """Forget every cached fragment. Takes and ignores a signal's arguments, so it can be a receiver."""
    cache.set(_KEY, time.time_ns(), timeout=None)
