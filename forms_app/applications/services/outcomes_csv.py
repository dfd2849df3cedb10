"""Outcomes from a table: every row is judged before any is applied, all or none are, and the same table twice changes nothing. Decision 455."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forms_app.applications.codes import read_reference
from forms_app.applications.models import Draft, PreparedOutcome, Status, Submission, SubmissionAct
from forms_app.applications.sentences import default_sentence
from forms_app.calls.models import Call
from portal.core import languages
from portal.core.audit import record_act
from portal.core.translated import REQUIRED_LANGUAGES, said_in

from .acts import OUTCOMES, lock_drafts, record_outcome
from .prepared import prepare_outcome

MOST_ROWS = 5_000
MOST_BYTES = 1_000_000
LONGEST_SENTENCE = 500
#: Names of the columns. ``reason`` and the sentences may be missing; without a sentence the outcome's own is taken.
COLUMNS = ("reference", "outcome", "reason", *(f"sentence_{code}" for code in ("ar", "fr", "zgh")))
_NEEDED = ("reference", "outcome")
_LINE_END = re.compile(r"\r\n?")
#: What Excel writes for Arabic in an encoding that has none, what stands for letters nobody could read, and UTF-16.
_LOST = re.compile("\\?\\?|\ufffd|\x00")
_REASON = re.compile(r"[a-z0-9_-]{0,40}")
_ENDED = (Status.WITHDRAWN, Status.ERASED)


class UnreadableTable(ValueError):
    """The file is no table of outcomes; the message says why, in the reader's language."""


class RefusedTable(ValueError):
    """Some rows cannot be applied, so none is."""


class Verdict(StrEnum):
    """What would become of a row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass
class Row:
    """One row of the table, and what is thought of it."""

    line: int
    reference: str
    outcome: str
    reason: str
    sentence: dict[str, str]
    verdict: Verdict = Verdict.NEW
    message: str = ""
    submission: Submission | None = field(default=None, repr=False)
    #: It has more cells than the first line: a sentence was cut at a comma or semicolon of its own.
    torn: bool = False

    def refuse(self, message: str) -> None:
        """Say what is wrong with it."""
        self.verdict, self.message = Verdict.WRONG, message

    @property
    def said(self) -> tuple[str, str, dict[str, str]]:
        """What it records, to compare with another row or with the last act."""
        return self.outcome, self.reason, self.sentence


def read_table(data: bytes) -> list[Row]:
    """The rows of a CSV in UTF-8, with commas, semicolons or tabs.

    Raises:
        UnreadableTable: too large, in another encoding, without its columns, or empty.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableTable(_("The file is too large: at most 1 MB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _other_encoding() from error
    if _LOST.search(text):
        raise _other_encoding()
    text = _LINE_END.sub("\n", text)  # browsers send what was judged back with other line ends than the file's
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        records = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(_("The file cannot be read as a table.")) from error
    named = [{(name or "").strip().lower(): value for name, value in record.items() if isinstance(value, str)} for record in records]
    torn = [any(map(str.strip, record.get(None) or ())) for record in records]
    if not named or not set(_NEEDED) <= set(named[0]):
        raise UnreadableTable(_("The first line must name the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)})
    if len(named) > MOST_ROWS:
        raise UnreadableTable(_("The table has too many rows: at most 5,000."))
    codes = _codes_by_words()
    rows = zip(named, torn, strict=True)
    return [_row(line, record, codes, torn=more) for line, (record, more) in enumerate(rows, 2) if any(value.strip() for value in record.values())]


def _other_encoding() -> UnreadableTable:
    return UnreadableTable(_("The file is not in UTF-8. In Excel, save it as “CSV UTF-8”."))


def _row(line: int, record: Mapping[str, str], codes: Mapping[str, str], *, torn: bool) -> Row:
    cell = {name: record.get(name, "").strip() for name in COLUMNS}
    outcome = codes.get(cell["outcome"].casefold(), cell["outcome"])
    sentence = {code: cell[f"sentence_{code}"] for code in languages.codes() if cell.get(f"sentence_{code}")}
    reference = read_reference(cell["reference"]) or cell["reference"][:40]
    return Row(line, reference, outcome[:40], cell["reason"].lower(), sentence or dict(default_sentence(outcome)), torn=torn)


def _codes_by_words() -> dict[str, str]:
    """Outcomes may be written as their code, or as the portal names them in any language."""
    known = {str(outcome): str(outcome) for outcome in OUTCOMES}
    for outcome in OUTCOMES:
        known |= {words.casefold(): str(outcome) for words in said_in(languages.codes(), outcome.label).values()}
    return known


def judge(rows: Iterable[Row], *, by: User, lock: bool = False, hold: bool = False) -> list[Row]:
    """Say of every row what would become of it. A file the reader may not see is "not found", as one that does not exist.

    ``hold``: the outcomes would wait for the publication of the results.
    """
    rows = list(rows)
    files = _files({row.reference for row in rows}, by, lock=lock)
    last = (_held_outcomes if hold else _last_outcomes)([file.pk for file in files.values()])
    published = set(Call.objects.filter(pk__in={file.call_id for file in files.values()}, results_published_at__isnull=False).values_list("pk", flat=True))
    seen: dict[str, Row] = {}
    for row in rows:
        row.submission = files.get(row.reference)
        earlier = seen.setdefault(row.reference, row)
        if row.submission is None:
            row.refuse(_("No file of yours has this reference."))
        elif row.torn:
            row.refuse(_("This line has more cells than the first one. A sentence that holds a comma or a semicolon stands between quotation marks."))
        elif earlier is not row:
            _judge_repeated(row, earlier)
        elif hold and row.submission.call_id in published:
            row.refuse(_("The results of this call were published: record the outcome at once."))
        else:
            _judge(row, row.submission, last.get(row.submission.pk), hold=hold)
    return rows


def _judge(row: Row, file: Submission, last: SubmissionAct | PreparedOutcome | None, *, hold: bool) -> None:
    if row.outcome not in OUTCOMES:
        row.refuse(_("This is not an outcome that can be recorded."))
    elif row.outcome == Status.TO_COMPLETE:
        row.refuse(_("To have a file completed, open it: the questions must be chosen one by one."))
    elif not _REASON.fullmatch(row.reason):
        row.refuse(_("The reason is a code: small Latin letters, digits and hyphens."))
    elif any(len(words) > LONGEST_SENTENCE for words in row.sentence.values()):
        row.refuse(_("The public sentence is too long: at most 500 characters."))
    elif lacking := [code for code in REQUIRED_LANGUAGES if not row.sentence.get(code)]:
        row.refuse(f"{_('Public sentence: %(language)s') % {'language': languages.own_name(lacking[0])}} – {_('This field is required.')}")
    elif file.status in _ENDED:
        row.refuse(_("This file was withdrawn or erased: nothing can be recorded on it."))
    elif hold:
        if _says(last, row):
            row.verdict, row.message = Verdict.UNCHANGED, _("Held already.")
    elif file.status == row.outcome:
        if _says(last, row):
            row.verdict, row.message = Verdict.UNCHANGED, _("Recorded already.")
        else:
            row.refuse(_("The file is in this state already, with another reason or sentence."))


def _says(last: SubmissionAct | PreparedOutcome | None, row: Row) -> bool:
    return last is not None and (last.status, last.reason, dict(last.sentence)) == row.said


def _judge_repeated(row: Row, earlier: Row) -> None:
    if row.said != earlier.said:
        row.refuse(_("Line %(line)s says something else of this file.") % {"line": earlier.line})
    elif earlier.verdict == Verdict.WRONG:
        row.refuse(earlier.message)
    else:
        row.verdict, row.message = Verdict.UNCHANGED, _("The same as line %(line)s.") % {"line": earlier.line}


def _files(references: set[str], by: User, *, lock: bool) -> dict[str, Submission]:
    """The reader's files of these references, in one order so that two tables at once wait for each other instead of locking each other out.

    Their drafts are locked first, as by her who sends one again.
    """
    files: QuerySet[Submission] = Submission.objects.visible_to(by).filter(reference__in=references).order_by("pk")
    files = files.only("pk", "reference", "status", "call")
    if lock:
        lock_drafts(Draft.objects.filter(submission__in=files.order_by()))
        files = files.select_for_update(of=("self",), no_key=True)
    return {file.reference: file for file in files}


def _last_outcomes(files: list[int]) -> dict[int, SubmissionAct]:
    acts = SubmissionAct.objects.filter(submission__in=files, kind=SubmissionAct.Kind.OUTCOME).order_by("at", "pk")
    return {act.submission_id: act for act in acts}


def _held_outcomes(files: list[int]) -> dict[int, PreparedOutcome]:
    return {held.submission_id: held for held in PreparedOutcome.objects.filter(submission__in=files)}


def _lock_calls(references: set[str], by: User) -> None:
    """Before any file, as whoever publishes their results does."""
    calls = Submission.objects.visible_to(by).filter(reference__in=references).order_by().values("call")
    list(Call.objects.filter(pk__in=calls).order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


@transaction.atomic
def apply_table(rows: Iterable[Row], *, by: User, at: dt.datetime, hold: bool = False) -> list[Row]:
    """Record every new row, or none; with ``hold``, keep them until the results of their call are published.

    Raises:
        RefusedTable: when a row is wrong now, whatever was said of it before.
    """
    rows = list(rows)
    if hold:
        _lock_calls({row.reference for row in rows}, by)
    rows = judge(rows, by=by, lock=True, hold=hold)
    record = prepare_outcome if hold else record_outcome
    if any(row.verdict == Verdict.WRONG for row in rows):
        raise RefusedTable
    applied = [(row, row.submission) for row in rows if row.verdict == Verdict.NEW and row.submission]
    for row, file in applied:
        try:
            record(submission=file, outcome=row.outcome, by=by, at=at, reason=row.reason, sentence=row.sentence)
        except ValidationError as error:
            raise RefusedTable from error
    if applied:
        record_act(act="outcomes.held" if hold else "outcomes.recorded", of=applied[0][1].call, by=by, at=at, files=len(applied))
    return rows
