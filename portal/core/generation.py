"""The content generation: a number in the cache that changes whenever something public changes, by an act or by the clock.

Cached pages and fragments carry it in their key, so that raising it forgets them all at once. It lives only in the cache:
when the cache is emptied the pages and fragments go with it.

What changes by the clock alone (a call that opens at nine) is a *turn*: apps say when their next one comes, and whoever
first asks for the generation after that moment raises it. See docs/decisions/770.
"""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from .days import next_midnight
from .kept import kept

_KEY = "content-generation"

#: The next moment after the one given at which something public changes by itself; ``None`` when none is known.
Turn = Callable[[dt.datetime], dt.datetime | None]

_turns: dict[str, Turn] = {}
#: The turn that ends a generation, as each process has asked for it: number of the generation, seconds since 1970.
_asked: tuple[int, float] = (0, 0.0)
#: The newest number that this process itself has raised.
_raised = 0


def register_turn(name: str, turn: Turn) -> None:
    """Let an app say when something of it next changes by the clock; registering a name again replaces it."""
    _turns[name] = turn


def current_generation() -> int:
    """The generation in force."""
    number = kept(_KEY, time.time_ns, timeout=None)
    known, ends = _asked
    return next_generation() if number == known and time.time() >= ends else number


def next_generation(**_signal: Any) -> int:
    """Forget every cached page and fragment; the new number. Takes and ignores a signal's arguments, so it can be a receiver."""
    global _raised
    _raised = max(time.time_ns(), cache.get(_KEY, 0) + 1)  # a clock set back raises it all the same
    cache.set(_KEY, _raised, timeout=None)
    return _raised


def raised_here() -> int:
    """The newest generation that began in this process: what it did itself it need not ask for."""
    return _raised


def end_of(generation: int) -> float:
    """When the clock ends this generation, in seconds since 1970: a query of each app that registered, once a process and generation.

    Midnight ends it at the latest: what is told in days is told anew.
    """
    global _asked
    known, ends = _asked
    if known != generation:
        at = timezone.now()
        ends = min(moment.timestamp() for moment in (next_midnight(at), *(turn(at) for turn in _turns.values())) if moment)
        _asked = generation, ends
    return ends
