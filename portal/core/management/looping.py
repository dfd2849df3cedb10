"""Commands that go round until they are told to stop."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import Error, close_old_connections

from portal.core.clock import run_of
from portal.core.logs import about

logger = logging.getLogger(__name__)


def go_round(work: Callable[[], int], *, seconds: float, job: str) -> None:
    """Call ``work`` again and again, at once while it finds something to do, else after a pause. SIGTERM and Ctrl-C end the round that runs.

    ``job``: under which name the rounds are written down. A database that is away for a while, or a full disk, does not end it.
    """
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_received: stop.set())
    with about(job=job):
        while not stop.is_set():
            close_old_connections()
            found = 0
            try:
                with run_of(job):
                    found = work()
            except Error as error:
                logger.warning("The database does not answer (%s); trying again.", type(error))
            except OSError as error:  # a full disk, a network that is away
                logger.warning("The machine does not do as asked (%s); trying again.", type(error))
            if not found:
                stop.wait(seconds)
