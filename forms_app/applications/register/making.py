"""Making the texts of the register: one each day, one at each opening of a sealed call; in order, each naming the one before."""

import datetime as dt
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from forms_app.applications.generate.bulk import new_ids, write_rows
from forms_app.applications.models import HeldDay, RegisterFile, RegisterLine
from forms_app.calls.models import Call
from portal.core.audit import record_act, seal_entries
from portal.core.days import midnight
from portal.core.models import AuditEntry

from .listing import Sent, current_versions, give_codes, unlisted
from .record import sha256
from .texts import Head, day_text, held_text, opening_text

#: Minutes after midnight before a day's text is made: a sending that began before midnight has been stored by then. One that takes
#: longer has its line in the next text, with its day.
GRACE = dt.timedelta(minutes=15)
#: Of PostgreSQL's advisory locks, the register's: one text at a time is added to the chain.
_LOCK = 7_410_212
_DAY = dt.timedelta(days=1)


def make_register(*, at: dt.datetime) -> list[RegisterFile]:
    """Make the texts of all days that are over and have none, the oldest first. Run again, it makes nothing."""
    made = []
    while file := _make_next_day(at):
        made.append(file)
    return made


def _make_next_day(at: dt.datetime) -> RegisterFile | None:
    seal_entries()  # so that the head it names covers what was done that day
    with transaction.atomic():
        # The calls before the chain, as an opening act does: so neither waits for what the other holds.
        list(Call.objects.still_sealed().order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        last = _last_file()
        day = _next_day(at)
        end = midnight_after(day)
        if at < end + GRACE:
            return None
        give_codes(before=end)
        return _keep_day(day, end, last, at)


def publish_opening(*, call: Call, at: dt.datetime) -> RegisterFile | None:
    """Publish what was held back of a sealed call, in the transaction of its opening act. Done twice it is done once; a sample call has nothing to publish."""
    if call.sample:
        return None
    with transaction.atomic():
        last = _last_file()
        known = RegisterFile.objects.filter(call=call).first()
        if known:
            return known
        give_codes(before=at)
        rest = [sent for sent in unlisted(before=at) if sent.call == call.pk]
        today = midnight(timezone.localdate(at))
        held = HeldDay.objects.filter(call=call).order_by("file__number").values_list("text", flat=True)
        lines = [_line_of(sent, today) for sent in rest]
        head = _head(f"opening-{call.number}", last)
        return _keep(head, opening_text(head, opened=at, held=held, rest=lines), at, rest, call=call)


def midnight_after(day: dt.date) -> dt.datetime:
    """When a Moroccan day ends."""
    return midnight(day + _DAY)


def _keep_day(day: dt.date, end: dt.datetime, last: RegisterFile | None, at: dt.datetime) -> RegisterFile:
    sealed = {call.pk: call for call in Call.objects.still_sealed()}
    holding = {call.pk: call for call in _holding(end)}
    lines: list[str] = []
    held: dict[int, list[str]] = {pk: [] for pk in holding}
    listed, began = [], midnight(day)
    for sent in unlisted(before=end):
        if sent.call in sealed and sent.call not in holding:
            continue  # a sealed call that was given up: its files are never opened
        held.get(sent.call, lines).append(_line_of(sent, began))
        listed.append(sent)
    parts = [HeldDay(call=call, text=held_text(call=call.number, day=day, lines=held[pk])) for pk, call in holding.items()]
    for part in parts:
        part.sha256 = sha256(part.text)
    head = _head(day.isoformat(), last)
    file = _keep(head, day_text(head, held={part.call.number: part.sha256 for part in parts}, lines=lines), at, listed, day=day)
    for part in parts:
        part.file = file
    HeldDay.objects.bulk_create(parts)
    return file


def _line_of(sent: Sent, began: dt.datetime) -> str:
    """Its line in the text of a day that began then; what was sent before, and came too late for its own text, names its day."""
    return sent.record.digest if sent.record.sent >= began else f"{sent.record.digest} {sent.day.isoformat()}"


def _holding(end: dt.datetime) -> QuerySet[Call]:
    """Sealed calls that show a fingerprint in the text of a day, whether or not anybody applied: from their publication until they are opened or given up."""
    return Call.objects.still_sealed().filter(Q(cancelled_at=None) | Q(cancelled_at__gte=end - 2 * _DAY), sample=False, published_at__lt=end).order_by("number")


def _keep(head: Head, text: str, at: dt.datetime, listed: list[Sent], **kind: Any) -> RegisterFile:
    file = RegisterFile.objects.create(number=head.number, name=head.name, made_at=at, audit_sequence=head.audit[0], text=text, sha256=sha256(text), **kind)
    ids = new_ids(RegisterLine, len(listed))
    write_rows(RegisterLine, ({"id": next(ids), "file_id": file.pk, "submission_id": sent.submission, "version": sent.record.version} for sent in listed))
    # Also so that the next text never names the same head: whether anything else was done stays unknown (decision 534).
    record_act(act="register.made", of=file, at=at, name=head.name, number=head.number, sha256=file.sha256)
    return file


def _head(name: str, last: RegisterFile | None) -> Head:
    audit = AuditEntry.objects.filter(sequence__isnull=False).order_by("-sequence").values_list("sequence", "hash").first()
    return Head(name, last.number + 1 if last else 1, (last.name, last.sha256) if last else ("", ""), cast("tuple[int, str]", audit or (0, "")))


def _last_file() -> RegisterFile | None:
    """The end of the chain, once nobody else is adding to it. SQLite has one writer at a time by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return RegisterFile.objects.defer("text").order_by("-number").first()


def _next_day(at: dt.datetime) -> dt.date:
    """After the last day that has a text; at the very first, the day of the oldest application, or yesterday."""
    last = RegisterFile.objects.filter(day__isnull=False).order_by("-day").values_list("day", flat=True).first()
    if last:
        return last + _DAY
    first = current_versions().aggregate(first=Min("submitted_at"))["first"]
    return timezone.localdate(first or at - _DAY)
