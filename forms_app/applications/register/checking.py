"""Checking one receipt: is the file of this number and code in the register, where, and was it there before the closing?"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from forms_app.applications.models import HeldDay, RegisterFile, RegisterLine, Submission, SubmissionVersion
from forms_app.calls.models import Call
from forms_app.calls.models.state import CLOSING_MINUTE

from .listing import record_of
from .record import Record
from .texts import lines_held


class Outcome(models.TextChoices):
    """What is found."""

    LISTED = "listed"
    HELD = "held"
    NOT_YET = "not_yet"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """The answer. Without a record nothing is known of such a file, nor whether it ever was: the number and the code do not go together."""

    outcome: Outcome
    record: Record | None = None
    call: Call | None = None
    #: The published text that has the line; of a sealed call before its opening, the one that has its fingerprint.
    file: RegisterFile | None = None

    @property
    def day(self) -> dt.date | None:
        """The Moroccan day on which it was sent."""
        return timezone.localdate(self.record.sent) if self.record else None

    @property
    def in_time(self) -> bool:
        """Whether it was sent before the closing as it stands; the closing minute counts."""
        return bool(self.record and self.call and self.call.closes_at and self.record.sent < self.call.closes_at + CLOSING_MINUTE)


def check_receipt(*, reference: str, salt: str) -> Verdict:
    """What the register says of a file. ``reference`` and ``salt`` are as they were printed."""
    submission = Submission.objects.select_related("call", "form_version").filter(reference=reference, synthetic=False).first()
    found = _version(submission, salt) if submission and salt else None
    if submission is None or found is None:
        return Verdict(Outcome.UNKNOWN)
    record = record_of(submission, found if isinstance(found, SubmissionVersion) else None)
    line = RegisterLine.objects.select_related("file").defer("file__text").filter(submission=submission, version=record.version).first()
    if line is None:
        return Verdict(Outcome.NOT_YET, record, submission.call)
    return _looked_up(line.file, record, submission.call)


def _version(submission: Submission, salt: str) -> Submission | SubmissionVersion | None:
    """Compares with the codes of all versions, so that the time tells nothing."""
    versions: list[Submission | SubmissionVersion] = [submission, *submission.versions.defer("answers", "sealed")]
    found = [version for version in versions if constant_time_compare(version.salt, salt)]
    return found[0] if found else None


def _looked_up(file: RegisterFile, record: Record, call: Call) -> Verdict:
    held = HeldDay.objects.filter(file=file, call=call).first()
    if held is None:
        there = RegisterFile.objects.filter(pk=file.pk, text__contains=f"\n{record.digest}").exists()
        return Verdict(Outcome.LISTED if there else Outcome.CHANGED, record, call, file)
    there = any(line.startswith(record.digest) for line in lines_held(held.text))
    opening = RegisterFile.objects.defer("text").filter(call=call).first()
    if there and opening:
        there = RegisterFile.objects.filter(pk=opening.pk, text__contains=held.text).exists()
    outcome = Outcome.CHANGED if not there else Outcome.LISTED if opening else Outcome.HELD
    return Verdict(outcome, record, call, opening or file)
