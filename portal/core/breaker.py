"""A circuit breaker: a server that does not answer is left alone for a while, and then asked again by one caller only."""

import logging
import threading
import time
from collections.abc import Callable

from .logs import Told

logger = logging.getLogger(__name__)

#: Failures in a row after which nobody waits any more.
FAILURES = 2
#: Seconds before it is tried again.
REST_SECONDS = 5.0


class Breaker:
    """Closed while all is well; open after ``FAILURES`` in a row; half open when it has rested: one caller probes, the others go elsewhere.

    Says one line when it opens and one when it closes, whatever is asked meanwhile. One for each process; threads share it.
    """

    def __init__(
        self,
        name: str,
        *,
        failures: int = FAILURES,
        rest: float = REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        instead: str = "the database answers instead",
    ) -> None:
        self.name = Told(name)
        self._instead = Told(instead)
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether callers are sent elsewhere."""
        return self._opened_at is not None

    def allows(self, probe: Callable[[], bool]) -> bool:
        """Whether to ask it now. When it has rested, ``probe`` decides, called by one thread at a time; it must be quick and never raise."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._probing or self._clock() - self._opened_at < self._rest:
                return False
            self._probing = True
        alive = False
        try:
            alive = probe()
        finally:
            with self._lock:
                self._probing = False
                self._opened_at = None if alive else self._clock()
                self._failed = 0
        if alive:
            logger.warning("%s answers again", self.name)
        return alive

    def succeeded(self) -> None:
        """It answered."""
        if self._failed:
            with self._lock:
                self._failed = 0

    def failed(self, reason: str) -> None:
        """It did not answer. ``reason`` is a class or status of the error: never what was asked."""
        with self._lock:
            self._failed += 1
            opens = self._opened_at is None and self._failed >= self._most
            if opens:
                self._opened_at = self._clock()
        if opens:
            logger.warning("%s does not answer (%s): %s, tried again every %.0f seconds", self.name, Told(reason), self._instead, self._rest)
