"""Which versions of which applications the register lacks, with their records; and those a text lists already."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from forms_app.applications.models import RegisterLine, Status, Submission, SubmissionVersion
from forms_app.engine.models import FormVersion

from .record import Record, contents_of
from .salts import new_salt

#: Where a version and what it belongs to stand: of the one that counts, and of those a correction replaced.
_OF_CURRENT = ("pk", "call_id", "reference", "version", "sent", "form_version_id")
_OF_EARLIER = ("submission_id", "submission__call_id", "submission__reference", "number", "sent_at", "submission__form_version_id")
_FINGERPRINTS = ("answers_sha256", "documents_sha256", "call_sha256", "consent_sha256", "salt")
_AT_ONCE = 2000


class Sent(NamedTuple):
    """One version of an application."""

    submission: int
    call: int
    record: Record

    @property
    def key(self) -> tuple[int, int]:
        """Application and version."""
        return self.submission, self.record.version

    @property
    def day(self) -> dt.date:
        """The Moroccan day on which it was sent."""
        return timezone.localdate(self.record.sent)


def current_versions() -> QuerySet[Submission]:
    """The version that counts of every application; ``sent`` is its moment. Made-up ones are out of the register."""
    return Submission.objects.filter(synthetic=False).annotate(sent=Coalesce("resubmitted_at", "submitted_at")).order_by()


def earlier_versions() -> QuerySet[SubmissionVersion]:
    """The versions a correction replaced."""
    return SubmissionVersion.objects.filter(submission__synthetic=False).order_by()


def unlisted(*, before: dt.datetime) -> list[Sent]:
    """Every version sent before a moment that has no line yet.

    The current ones are read first: one that is replaced meanwhile is then among the earlier ones too, and counted once.
    """
    current, earlier = _without_line(before)
    forms = _forms()
    found = {sent.key: sent for sent in (*_read(current, _OF_CURRENT, forms), *_read(earlier, _OF_EARLIER, forms))}
    return list(found.values())


def give_codes(*, before: dt.datetime) -> int:
    """A code to what was sent without one: before there was a register, or by the old program while a new one was being installed. How many."""
    given = 0
    for rows in (current_versions().filter(Q(sent__lt=before)).exclude(status=Status.ERASED), _of_living(earlier_versions().filter(sent_at__lt=before))):
        for pk in rows.filter(salt="").values_list("pk", flat=True):
            given += rows.model.objects.filter(pk=pk, salt="").update(salt=new_salt())
    return given


def _of_living(rows: QuerySet[SubmissionVersion]) -> QuerySet[SubmissionVersion]:
    return rows.exclude(submission__status=Status.ERASED)


def _without_line(before: dt.datetime) -> tuple[QuerySet[Submission], QuerySet[SubmissionVersion]]:
    """What was erased before it had its line never gets one: nothing could prove it."""
    listed = RegisterLine.objects.filter(submission=OuterRef("pk"), version=OuterRef("version"))
    listed_earlier = RegisterLine.objects.filter(submission=OuterRef("submission"), version=OuterRef("number"))
    current = current_versions().filter(~Exists(listed), ~Q(salt=""), Q(sent__lt=before))
    return current, earlier_versions().filter(~Exists(listed_earlier), ~Q(salt=""), sent_at__lt=before)


def _forms() -> dict[int, str]:
    return dict(FormVersion.objects.values_list("pk", "sha256"))


def _read(rows: QuerySet, columns: tuple[str, ...], forms: dict[int, str]) -> Iterator[Sent]:
    for pk, call, *values in rows.values_list(*columns, *_FINGERPRINTS).iterator(_AT_ONCE):
        yield Sent(pk, call, _record(forms, *values))


def _record(
    forms: dict[int, str], reference: str, version: int, sent: dt.datetime, form: int, answers: str, documents: str, call: str, consent: str, salt: str
) -> Record:
    contents = contents_of(answers=answers, documents=documents, form=forms[form], call=call, consent=consent)
    return Record(reference, version, sent, contents, salt)


def record_of(submission: Submission, earlier: SubmissionVersion | None = None) -> Record:
    """The record of the version that counts, or of an earlier one of the same application; ``form_version`` is read with it."""
    row = earlier or submission
    contents = contents_of(
        answers=row.answers_sha256,
        documents=row.documents_sha256,
        form=submission.form_version.sha256,
        call=row.call_sha256,
        consent=row.consent_sha256,
    )
    number, sent = (earlier.number, earlier.sent_at) if earlier else (submission.version, submission.resubmitted_at or submission.submitted_at)
    return Record(submission.reference, number, sent, contents, row.salt)
