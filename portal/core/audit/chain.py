"""The chain: each sealed entry holds the hash of the one before it, so that none is changed, taken out or slipped in unseen."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import cast

from django.db import connection, transaction

from portal.core.models import AuditEntry

#: Of PostgreSQL's advisory locks, the sealer's: any number nobody else uses.
_LOCK = 7_410_211
_SEAL_AT_ONCE = 1000
_READ_AT_ONCE = 2000
_COLUMNS = ("id", "at", "actor_id", "act", "object_type", "object_id", "details")


def entry_hash(sequence: int, previous: str, row: dict) -> str:
    """SHA-256 over the place, the hash before and every column, as canonical JSON. Anybody can compute it with the table alone."""
    at = row["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [sequence, previous, *(at if column == "at" else row[column] for column in _COLUMNS)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def seal_entries(*, limit: int | None = None) -> int:
    """Chain the entries that are not sealed yet, oldest first; how many. Nothing when another sealer is at work."""
    sealed = 0
    while limit is None or sealed < limit:
        size = _SEAL_AT_ONCE if limit is None else min(_SEAL_AT_ONCE, limit - sealed)
        count = _seal_some(size)
        sealed += count
        if count < size:
            break
    return sealed


def _seal_some(size: int) -> int:
    with transaction.atomic():
        if not _alone():
            return 0
        last = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").values_list("sequence", "hash").first()
        sequence, previous = cast("tuple[int, str]", last or (0, ""))
        entries = list(AuditEntry.objects.filter(sequence__isnull=True).order_by("id")[:size])
        for entry in entries:
            sequence += 1
            row = {column: getattr(entry, column) for column in _COLUMNS}
            entry.sequence, entry.previous_hash, entry.hash = sequence, previous, entry_hash(sequence, previous, row)
            previous = entry.hash
        AuditEntry._base_manager.bulk_update(entries, ["sequence", "previous_hash", "hash"], batch_size=200)
        return len(entries)


def _alone() -> bool:
    """One sealer at a time. SQLite has one writer at a time by itself."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Verdict:
    """What the verifier found. ``broken_at`` is the first place in the chain that is not what it was; 0 when all are."""

    sealed: int
    head: str
    broken_at: int = 0
    reason: str = ""
    unsealed: int = 0
    oldest_unsealed: dt.datetime | None = None


def verify_chain(*, anchor: tuple[int, str] | None = None) -> Verdict:
    """Compute the whole chain again. ``anchor`` is a place and hash noted earlier and kept elsewhere: without one, an end cut off shows nowhere."""
    sequence, previous, broken, anchored = 0, "", "", anchor is None
    rows = AuditEntry.objects.filter(sequence__isnull=False).order_by("sequence").values("sequence", "previous_hash", "hash", *_COLUMNS)
    for row in rows.iterator(chunk_size=_READ_AT_ONCE):
        broken = _fault(row, sequence + 1, previous)
        if broken:
            break
        sequence, previous = row["sequence"], row["hash"]
        anchored = anchored or (sequence, previous) == anchor
    broken_at = sequence + 1 if broken else 0
    if not broken and anchor is not None and not anchored:
        broken, broken_at = "the noted place and hash are not in the chain", anchor[0]
    tail = AuditEntry.objects.filter(sequence__isnull=True).order_by("at")
    oldest = tail.values_list("at", flat=True).first()
    return Verdict(sequence, previous, broken_at, broken, tail.count(), oldest)


def _fault(row: dict, sequence: int, previous: str) -> str:
    if row["sequence"] != sequence:
        return "an entry is missing"
    if row["previous_hash"] != previous:
        return "an entry does not follow the one before it"
    if row["hash"] != entry_hash(sequence, previous, row):
        return "an entry was changed"
    return ""
