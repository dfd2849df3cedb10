"""Jobs of the clock: each app registers its own, each run is written down, and ``/health/full`` says which one is late."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.db import Error
from django.utils import timezone

from .models import ClockRun

#: A loop tells of itself once in so long: its rounds may be seconds apart.
_TOLD_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """A command that must run again and again. ``every``: how long the site may do without it before somebody should look."""

    name: str
    every: dt.timedelta


@dataclass(frozen=True)
class Standing:
    """How one job stands at a moment."""

    job: Job
    run: ClockRun | None
    late: bool


_jobs: dict[str, Job] = {}


def register_job(name: str, *, every: dt.timedelta) -> None:
    """Expect the command ``name`` to succeed at least once in ``every``. Called from ``AppConfig.ready()``."""
    _jobs[name] = Job(name, every)


@contextmanager
def run_of(name: str, *, at: dt.datetime | None = None) -> Iterator[None]:
    """Write down that a round of the job begins, and how it ends. The error goes on; a database that is away is not asked to note its own absence."""
    began = at or timezone.now()
    try:
        yield
    except BaseException as error:
        with suppress(Error):
            _note(name, began_at=began, failure=type(error).__name__)
        raise
    ended = timezone.now() if at is None else at
    # Nor does a success in the future count, that a clock set back since had written.
    lately = {"succeeded_at__gt": began - _TOLD_EVERY, "succeeded_at__lte": ended + _TOLD_EVERY}
    if not ClockRun.objects.filter(job=name, failure="", **lately).exists():
        _note(name, began_at=began, succeeded_at=ended, failure="")


def _note(name: str, **values: Any) -> None:
    ClockRun.objects.update_or_create(job=name, defaults=values)


def standings(*, at: dt.datetime) -> list[Standing]:
    """Every registered job in the order of names: late when it has not succeeded for twice as long as it may stay away, or never did.

    A success as far in the future tells nothing: the clock was set back since.
    """
    runs = ClockRun.objects.in_bulk(list(_jobs))
    return [
        Standing(job, run, run is None or run.succeeded_at is None or abs(at - run.succeeded_at) > 2 * job.every)
        for name, job in sorted(_jobs.items())
        for run in [runs.get(name)]
    ]
