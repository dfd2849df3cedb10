"""Receiving documents, taking them back, checking again those that wait for the scanner."""

import datetime as dt
import hashlib
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forms_app.applications.files.content import MAX_APPLICATION, MAX_FILE, examine, too_large
from forms_app.applications.files.scanner import scan
from forms_app.applications.models import Draft, Submission, Upload
from forms_app.engine.definition import Question
from forms_app.engine.texts import tidy
from forms_app.engine.uploads import UploadInfo

_NAME = 120


@transaction.atomic
def add_upload(*, draft: Draft, question: Question, file: UploadedFile, at: dt.datetime) -> Upload:
    """Keep a document as an answer to ``question``.

    Raises:
        ValidationError: too large, too many, of a kind not accepted, damaged, or refused by the scanner.
    """
    if file.size is None or file.size > MAX_FILE:
        raise too_large()
    content = examine(file.read(), question.accept)
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    kept = draft.uploads.filter(removed_at=None)
    if kept.filter(question=question.key).count() >= question.max_files:
        raise ValidationError(
            ngettext_lazy("At most %(count)d file can be joined here.", "At most %(count)d files can be joined here.", question.max_files),
            params={"count": question.max_files},
            code="too_many",
        )
    if (kept.aggregate(total=Sum("size"))["total"] or 0) + len(content.data) > MAX_APPLICATION:
        raise ValidationError(_("All your documents together may have 60 MB. Remove one first."), code="too_much")
    verdict = scan(content.data)
    if verdict == Upload.Scan.INFECTED:
        raise ValidationError(_("The virus scanner refuses this document. Send another one, or a photo of the paper."), code="infected")
    upload = Upload(
        draft=draft,
        question=question.key,
        position=kept.filter(question=question.key).count(),
        name=clean_name(file.name or ""),
        media_type=content.media_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        scan=verdict,
        created_at=at,
    )
    upload.file.save("", ContentFile(content.data), save=False)
    upload.save()
    return upload


@transaction.atomic
def remove_upload(*, draft: Draft, public_id: str, at: dt.datetime) -> None:
    """Take a document back. Its bytes go at once unless a version already sent names it."""
    upload = draft.uploads.filter(public_id=public_id, removed_at=None).first()
    if upload is None:
        return
    if Submission.objects.filter(draft=draft).exists():
        Upload.objects.filter(pk=upload.pk).update(removed_at=at)
        return
    upload.delete()
    transaction.on_commit(lambda: upload.file.storage.delete(upload.file.name))


def uploads_by_question(*, draft: Draft) -> dict[str, list[UploadInfo]]:
    """The documents of a draft as its form shows them."""
    found: dict[str, list[UploadInfo]] = {}
    for upload in draft.uploads.filter(removed_at=None):
        found.setdefault(upload.question, []).append(UploadInfo(upload.public_id, upload.name, upload.size, upload.media_type))
    return found


def scan_waiting(*, limit: int = 100) -> dict[str, int]:
    """Check again the documents the scanner could not see before; how many were found what."""
    counts: dict[str, int] = {}
    for upload in Upload.objects.filter(scan=Upload.Scan.WAITING).order_by("pk")[:limit]:
        with upload.file.open("rb") as content:
            verdict = scan(content.read())
        if verdict != Upload.Scan.WAITING:
            Upload.objects.filter(pk=upload.pk).update(scan=verdict)
        counts[str(verdict)] = counts.get(str(verdict), 0) + 1
    return counts


def clean_name(name: str) -> str:
    """A name to show: the last part, without control characters and tricks of direction, cut before its ending."""
    plain = tidy(PurePosixPath(name.replace("\\", "/")).name.replace("\x00", ""), several_lines=False).strip(". ")
    plain = "".join(char for char in plain if not 0xD800 <= ord(char) <= 0xDFFF)
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: _NAME - len(ending) - 1]}.{ending}"
    return plain[:_NAME] or "document"
