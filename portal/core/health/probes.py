"""What the core watches: its database, its cache, its disks, its messages, its audit and its clock."""

import datetime as dt
import functools
import shutil
import time
from pathlib import Path
from tempfile import TemporaryFile

from django.core.cache import cache, caches
from django.db import connection
from django.db.models import Count, Min, Q

from portal.core.clock import register_job, standings
from portal.core.kept_folders import kept_folders
from portal.core.migrations_waiting import migrations_waiting
from portal.core.models import AuditEntry, OutboxMessage
from portal.core.outbox.channels import AWAY
from portal.core.shared_cache import SharedCache

from . import Finding, register_probe

#: Seconds a message that is due may wait, and an audit entry may stay unsealed, before somebody should look.
_LATE = 300.0
#: Seconds a mail may wait for a server that does not take it, which is asked every ten minutes.
_MAIL_LATE = 900.0
#: Share of a disk that must stay free.
_FREE = 0.10
_PROBE_KEY = "health"
#: Jobs of the clock about backups, and what their age is called.
_BACKUPS = {"backup": "age_seconds", "verify_backup": "verified_age_seconds"}
#: What a web machine needs before it may be asked for pages.
NEEDED = ("database", "migrations")


def database(at: dt.datetime) -> Finding:
    """It answers; how long that took."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(ok=True, numbers={"seconds": round(time.perf_counter() - begun, 4)})


def writing(at: dt.datetime) -> Finding:
    """It takes what is sent. A standby, or a server whose disk is nearly full, only lets read: pages are there, and no file can be sent."""
    if connection.vendor != "postgresql":
        return Finding(ok=True)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        refused = cursor.fetchone() == ("on",)
    return Finding(ok=not refused, numbers={"refused": refused})


def migrations(at: dt.datetime) -> Finding:
    """The tables are those of this code. Older code on newer tables is what an upgrade without a pause looks like: no fault."""
    missing = _missing_migrations()
    if missing:  # to be asked again: they may be on their way
        _missing_migrations.cache_clear()
    return Finding(ok=not missing, numbers={"missing": missing})


@functools.cache
def _missing_migrations() -> int:
    """Balancers ask every few seconds: once none is missing, a process believes it."""
    return migrations_waiting(connection)


def cache_answers(at: dt.datetime) -> Finding:
    """It keeps what it is given; a shared one that is away is slower for everybody, and no reason to turn readers away."""
    if isinstance(caches["default"], SharedCache) and not caches["default"].answers():
        return Finding(ok=False, numbers={"away": 1})
    cache.set(_PROBE_KEY, at.isoformat(), 60)
    return Finding(ok=cache.get(_PROBE_KEY) == at.isoformat(), numbers={"away": 0})


def outbox(at: dt.datetime) -> Finding:
    """Messages that are due leave, and the mail server takes mails; those given up are counted, and are somebody's work, not a fault of the machine."""
    states = OutboxMessage.State
    due = Q(state__in=[states.QUEUED, states.SENDING], next_try_at__lte=at)
    kept_back = Q(state=states.QUEUED, last_error__startswith=AWAY)  # each attempt puts them off: they are hardly ever due
    unsent = OutboxMessage.objects.filter(state__in=[states.QUEUED, states.SENDING, states.DEAD])  # those sent are many, and grow
    found = unsent.aggregate(
        due=Count("pk", filter=due),
        since=Min("next_try_at", filter=due),
        dead=Count("pk", filter=Q(state=states.DEAD)),
        mails_kept_back=Count("pk", filter=kept_back),
        written=Min("created_at", filter=kept_back),
    )
    oldest, mail = _seconds(found["since"], at), _seconds(found["written"], at)
    numbers = {"due": found["due"], "oldest_seconds": oldest, "dead": found["dead"], "mails_kept_back": found["mails_kept_back"], "mails_seconds": mail}
    return Finding(ok=oldest <= _LATE and mail <= _MAIL_LATE, numbers=numbers)


def audit(at: dt.datetime) -> Finding:
    """New entries are chained within seconds."""
    found = AuditEntry.objects.filter(sequence__isnull=True).aggregate(count=Count("pk"), since=Min("at"))
    oldest = _seconds(found["since"], at)
    return Finding(ok=oldest <= _LATE, numbers={"unsealed": found["count"], "oldest_seconds": oldest})


def disk(at: dt.datetime) -> Finding:
    """Room for pictures and documents on each disk that takes them, and that it does: one that is read-only, or whose mount is gone, may have room."""
    free, refused = {}, {}
    for name, root in kept_folders().items():
        if root:
            folder = _nearest(root)
            usage = shutil.disk_usage(folder)
            free[f"{name}_free_share"] = round(usage.free / usage.total, 3)
            refused[f"{name}_refused"] = not _takes_files(folder)
    return Finding(ok=min(free.values(), default=1.0) >= _FREE and not any(refused.values()), numbers=free | refused)


def clock(at: dt.datetime) -> Finding:
    """Every job of the clock succeeded lately."""
    jobs = standings(at=at)
    late = [one.job.name for one in jobs if one.late]
    told = {
        one.job.name: {
            "succeeded": one.run.succeeded_at.isoformat() if one.run and one.run.succeeded_at else None,
            "failure": one.run.failure if one.run else "",
            "late": one.late,
        }
        for one in jobs
    }
    return Finding(ok=not late, numbers={"late": len(late)}, notes={"jobs": told})


def backup(at: dt.datetime) -> Finding:
    """How long ago the last backup was made, and the last one came back from a trial; what the site does not expect here is not missed."""
    found = {one.job.name: one for one in standings(at=at) if one.job.name in _BACKUPS}
    ages = {_BACKUPS[name]: _seconds(one.run.succeeded_at, at) for name, one in found.items() if one.run and one.run.succeeded_at}
    return Finding(ok=not any(one.late for one in found.values()), numbers=ages)


def _seconds(since: dt.datetime | None, at: dt.datetime) -> float:
    return max((at - since).total_seconds(), 0.0) if since else 0.0


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return folder if folder.exists() else _nearest(folder.parent)


def _takes_files(folder: Path) -> bool:
    """Tried with a file that nobody sees: what a mount or a unit allows, the bits of a folder do not tell."""
    try:
        with TemporaryFile(dir=folder, buffering=0) as tried:
            tried.write(b".")
    except OSError:
        return False
    return True


def register() -> None:
    """The core's probes, and its own jobs of the clock."""
    for name, probe in {
        "database": database,
        "writing": writing,
        "migrations": migrations,
        "cache": cache_answers,
        "outbox": outbox,
        "audit": audit,
        "disk": disk,
        "clock": clock,
        "backup": backup,
    }.items():
        register_probe(name, probe)
    for job in ("send_outbox", "seal_audit", "publish_scheduled"):
        register_job(job, every=dt.timedelta(minutes=5))
    for job in ("verify_audit", "backup"):
        register_job(job, every=dt.timedelta(days=1))
    register_job("verify_backup", every=dt.timedelta(days=7))
