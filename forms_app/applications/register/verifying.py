"""Walking the whole register: no text changed, no application changed, added or taken away, the audit's heads still in its chain."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.db import models
from django.utils import timezone

from forms_app.applications.models import HeldDay, RegisterFile, RegisterLine, Status, Submission, SubmissionVersion
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from portal.core.crypt import CannotDecrypt
from portal.core.fingerprints import fingerprint
from portal.core.models import AuditEntry

from .documents import SentDocuments
from .listing import record_of, unlisted
from .making import midnight_after
from .record import sha256
from .texts import Read, lines_held, read_text

_AT_ONCE = 1000
_Row = TypeVar("_Row", bound=models.Model)


@dataclass
class Findings:
    """What the walk found. ``head``: place and SHA-256 of the last text, to be noted elsewhere."""

    texts: int = 0
    lines: int = 0
    #: Lines whose application was erased since: nothing ties them to anybody, as it should be.
    erased: int = 0
    faults: list[str] = field(default_factory=list)
    head: str = ""


def verify_register(*, noted: str = "", documents: bool = True, tell: Callable[[str], object] = lambda _name: None) -> Findings:
    """Walk all texts in order, one at a time in memory. ``noted``: a ``head`` this gave earlier, kept elsewhere; without one, an end cut off shows nowhere.

    ``documents``: read every document that was sent, too; without it only their list is compared.
    """
    findings = Findings()
    before, day = ("none", 0), None
    for number in RegisterFile.objects.order_by("number").values_list("number", flat=True):
        file = RegisterFile.objects.get(number=number)
        tell(file.name)
        read = read_text(file.text)
        findings.faults += _faults_of_text(file, read, before, day)
        findings.faults += _faults_of_held(file, read)
        _compare(findings, file, read, documents=documents)
        findings.texts += 1
        before, day = (f"{file.name}.txt {file.sha256}", file.number), file.day or day
        findings.head = f"{file.number}:{file.sha256}"
    findings.faults += _faults_of_end(day, noted)
    return findings


def _faults_of_text(file: RegisterFile, read: Read, before: tuple[str, int], day: dt.date | None) -> Iterator[str]:
    """What is wrong with a text by itself, and with its place in the chain."""
    if not read.whole or sha256(file.text) != file.sha256:
        yield f"{file.name}: the text was changed"
    if (read.name, read.number) != (f"{file.name}.txt", str(file.number)):
        yield f"{file.name}: it says of itself that it is {read.name}, number {read.number}"
    if (read.previous, file.number) != (before[0], before[1] + 1):
        yield f"{file.name}: it does not follow the text before it"
    if file.day and day and file.day != day + dt.timedelta(days=1):
        yield f"{file.name}: the day before it has no text"
    head = AuditEntry.objects.filter(sequence=file.audit_sequence).values_list("hash", flat=True).first() or "none"
    if read.audit != head:
        yield f"{file.name}: the head of the audit it names is not in the audit"


def _faults_of_held(file: RegisterFile, read: Read) -> Iterator[str]:
    """What is held back has the fingerprints that were published, and an opening opens just that."""
    held = list(file.held.select_related("call"))
    if read.sealed != {str(part.call.number): part.sha256 for part in held} or any(sha256(part.text) != part.sha256 for part in held):
        yield f"{file.name}: what is held back of a sealed call was changed"
    if file.call_id and read.held != list(HeldDay.objects.filter(call=file.call_id).order_by("file__number").values_list("text", flat=True)):
        yield f"{file.name}: it does not open what was held back"


class _Line(NamedTuple):
    """What a line should be, computed anew. Without a digest: erased, or gone if there is a fault."""

    call: int
    name: str
    digest: str = ""
    day: str = ""
    faults: Sequence[str] = ()


def _compare(findings: Findings, file: RegisterFile, read: Read, *, documents: bool) -> None:
    """The lines of a text, and those held back of it, with the applications they stand for."""
    public = Counter(read.lines)
    held = {call: Counter(lines_held(text)) for call, text in file.held.values_list("call", "text")}
    for line in _computed(file, documents=documents):
        findings.lines += 1
        listed = held.get(line.call, public)
        there = next((words for words in (line.digest, f"{line.digest} {line.day}") if listed[words] > 0), "")
        if line.faults:
            findings.faults += [f"{file.name}: {line.name} {fault}" for fault in line.faults]
        elif not line.digest:
            findings.erased += 1
        elif not there:
            findings.faults.append(f"{file.name}: {line.name} was changed")
        listed[there or "unmatched"] -= 1
    for listed in (public, *held.values()):
        if lacking := listed.total():
            findings.faults.append(f"{file.name}: {abs(lacking)} {'lines have no application' if lacking > 0 else 'applications have no line'}")


def _computed(file: RegisterFile, *, documents: bool) -> Iterator[_Line]:
    lines = RegisterLine.objects.filter(file=file).order_by("pk").values_list("pk", "submission_id", "version")
    last = 0
    while some := list(lines.filter(pk__gt=last)[:_AT_ONCE]):
        last = some[-1][0]
        ids = {submission for _pk, submission, _version in some}
        current = {row.pk: row for row in _readable(Submission.objects.filter(pk__in=ids).select_related("form_version").defer("form_version__definition"))}
        earlier = {(row.submission_id, row.number): row for row in _readable(SubmissionVersion.objects.filter(submission__in=ids))}
        sent = SentDocuments(drafts={row.draft_id for row in current.values()}, bytes_too=documents)
        for _pk, pk, version in some:
            yield _anew(current[pk], version, earlier.get((pk, version)), sent)


def _readable(rows: models.QuerySet[_Row]) -> list[_Row]:
    """The rows; where an encrypted column of one cannot be opened, it is read row by row, and that one is found."""
    try:
        return list(rows)
    except CannotDecrypt:
        return list(rows.defer("sealed"))


def _anew(submission: Submission, version: int, earlier: SubmissionVersion | None, documents: SentDocuments) -> _Line:
    name = f"{submission.reference}, version {version}"
    row = submission if version == submission.version else earlier
    if submission.status == Status.ERASED and (row is None or not row.salt):
        return _Line(submission.call_id, name)
    if row is None:
        return _Line(submission.call_id, name, faults=["is gone"])
    record = record_of(submission, None if row is submission else earlier)
    return _Line(submission.call_id, name, record.digest, timezone.localdate(record.sent).isoformat(), list(_faults_of_file(submission, row, documents)))


def _faults_of_file(submission: Submission, row: Submission | SubmissionVersion, documents: SentDocuments) -> Iterator[str]:
    """What no longer is what the fingerprints of a version were made of."""
    try:
        answers = row.everything
    except CannotDecrypt:
        answers = None
    if answers is None or fingerprint(answers) != row.answers_sha256:
        yield "has other answers"
        return
    definition = definition_of(submission.form_version)
    yield from documents.faults(draft=submission.draft_id, definition=definition, answers=answers, sha256=row.documents_sha256)


def _faults_of_end(day: dt.date | None, noted: str) -> Iterator[str]:
    """What no single text can tell: applications that should be in one and are not, openings that never came, an end cut off."""
    if noted:
        number, _colon, digest = noted.partition(":")
        if not RegisterFile.objects.filter(number=int(number) if number.isdecimal() else 0, sha256=digest).exists():
            yield "the noted place and fingerprint are not in the register"
    given_up = set(Call.objects.still_sealed().exclude(cancelled_at=None).values_list("pk", flat=True))
    for sent in unlisted(before=midnight_after(day)) if day else ():
        if sent.call not in given_up:
            yield f"{sent.record.reference}, version {sent.record.version}, sent on {sent.day.isoformat()}, has no line"
    opened = Call.objects.filter(unsealed_at__isnull=False, held_days__isnull=False, opening_file=None)
    for call in opened.distinct().order_by("number").values_list("number", flat=True):
        yield f"call {call} was opened and its lines are not published"
