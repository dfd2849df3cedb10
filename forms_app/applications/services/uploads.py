"""Receiving documents, taking them back, checking again those that wait for the scanner."""

import datetime as dt
import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forms_app.applications.files.content import Content, count_pages, examine, too_large
from forms_app.applications.files.joining import MAX_PAGES
from forms_app.applications.files.scanner import scan
from forms_app.applications.models import Draft, Submission, SubmissionVersion, Upload
from forms_app.engine.definition import Definition, Question, definition_of
from forms_app.engine.texts import tidy
from forms_app.engine.uploads import MAX_APPLICATION, MAX_FILE, UploadInfo

from .annexes import delete_later, put_together, sent_turns

logger = logging.getLogger(__name__)
_NAME = 120


def add_upload(*, draft: Draft, question: Question, file: UploadedFile, at: dt.datetime, sent_as: str = "", instead_of: str = "") -> Upload:
    """Keep a document as an answer to ``question``, after the others.

    ``sent_as`` is the key her browser gave it: sent again under the same key, it is the one received before. ``instead_of`` names the
    document whose place it takes: the same page, photographed anew.

    Raises:
        ValidationError: too large, too many, of a kind not accepted, damaged, refused by the scanner, or with no room on our disk.
    """
    known = _sent_before(draft, question, sent_as)
    if known:
        return known
    if file.size is None or file.size > MAX_FILE:
        raise too_large()
    content = examine(file.read(), question.accept)
    pages = count_pages(content) if question.annex else 1
    verdict = scan(content.data)
    if verdict == Upload.Scan.INFECTED:
        raise ValidationError(_("The virus scanner refuses this document. Send another one, or a photo of the paper."), code="infected")
    upload = Upload(
        draft=draft,
        question=question.key,
        name=clean_name(file.name or ""),
        media_type=content.media_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        pages=pages,
        sent_as=sent_as,
        scan=verdict,
        created_at=at,
    )
    try:
        return _keep(upload, question, content, instead_of, at)
    except Exception:
        if upload.file.name:
            upload.file.storage.delete(upload.file.name)
        raise


@transaction.atomic
def _keep(upload: Upload, question: Question, content: Content, instead_of: str, at: dt.datetime) -> Upload:
    """Its row and its bytes, if there is room; one at a time in a draft, so that two together cannot pass a limit that each keeps."""
    draft = upload.draft
    _lock(draft)
    known = _sent_before(draft, question, upload.sent_as)
    if known:
        return known
    kept = list(draft.uploads.filter(removed_at=None))
    beside = [one for one in kept if one.question == question.key]
    replaced = next((one for one in beside if one.public_id == instead_of), None)
    _check_room(upload, question, [one for one in kept if one is not replaced])
    upload.position = replaced.position if replaced else max((one.position for one in beside), default=-1) + 1
    try:
        upload.file.save("", ContentFile(content.data), save=False)
    except OSError as error:
        logger.error("A document could not be kept (%s, error %d).", type(error), error.errno or 0)
        raise _no_room() from None
    upload.save()
    if replaced:
        _take_away(replaced, at)
    if question.annex:
        put_together(draft=draft, question=question.key, at=at)
    return upload


def _no_room() -> ValidationError:
    return ValidationError(
        _("We cannot keep documents at this moment. Your answers are saved. Wait a few minutes, then add the document again."), code="no_room"
    )


def _lock(draft: Draft) -> None:
    Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def _locked(draft: Draft, public_id: str) -> Upload | None:
    """One of its documents, as it stands once nobody else may change them."""
    _lock(draft)
    return draft.uploads.filter(public_id=public_id, removed_at=None).first()


def _sent_before(draft: Draft, question: Question, sent_as: str) -> Upload | None:
    return draft.uploads.filter(question=question.key, sent_as=sent_as).first() if sent_as else None


def _check_room(upload: Upload, question: Question, kept: list[Upload]) -> None:
    beside = [one for one in kept if one.question == question.key]
    if len(beside) >= question.max_files:
        raise ValidationError(
            ngettext_lazy("At most %(count)d file can be joined here.", "At most %(count)d files can be joined here.", question.max_files),
            params={"count": question.max_files},
            code="too_many",
        )
    if question.annex and sum(one.pages for one in beside) + upload.pages > MAX_PAGES:
        raise ValidationError(_("One document may have at most %(count)d pages."), params={"count": MAX_PAGES}, code="too_many")
    if sum(one.size for one in kept) + upload.size > MAX_APPLICATION:
        raise ValidationError(_("All your documents together may have 60 MB. Remove one first."), code="too_much")


@transaction.atomic
def remove_upload(*, draft: Draft, public_id: str, at: dt.datetime) -> None:
    """Take a document back. Its bytes go at once unless a version already sent names it."""
    upload = _locked(draft, public_id)
    if upload is None:
        return
    _take_away(upload, at)
    _changed(draft, upload, at)


@transaction.atomic
def turn_upload(*, draft: Draft, public_id: str, turn: int, at: dt.datetime) -> None:
    """Show a page turned by so many degrees to the right. Asked twice it is the same; its bytes stay as they are."""
    upload = _locked(draft, public_id)
    if upload is None or turn not in {0, 90, 180, 270} or upload.turn == turn:
        return
    Upload.objects.filter(pk=upload.pk).update(turn=turn)
    _changed(draft, upload, at)


@transaction.atomic
def move_upload(*, draft: Draft, public_id: str, place: int, at: dt.datetime) -> None:
    """Put a page at a place among those of its question, counted from 0. Asked twice it is the same."""
    upload = _locked(draft, public_id)
    if upload is None:
        return
    pages = list(draft.uploads.filter(question=upload.question, removed_at=None))
    pages.remove(upload)
    pages.insert(min(max(place, 0), len(pages)), upload)
    for position, page in enumerate(pages):
        page.position = position
    Upload.objects.bulk_update(pages, ["position"])
    _changed(draft, upload, at)


@transaction.atomic
def stand_as_sent(*, draft: Draft, question: Question, sent: Sequence[str], at: dt.datetime) -> None:
    """Let a question's documents be those that were sent (their codes, in order), whatever was added, taken back, moved or turned since."""
    _lock(draft)
    uploads = {one.public_id: one for one in draft.uploads.filter(question=question.key)}
    for upload in uploads.values():
        if upload.removed_at is None and upload.public_id not in sent:
            _take_away(upload, at)
    turns = sent_turns(draft=draft, question=question.key, sent=sent)
    stand = [uploads[code] for code in sent if code in uploads]
    for position, upload in enumerate(stand):
        upload.removed_at, upload.position, upload.turn = None, position, turns.get(upload.public_id, upload.turn)
    Upload.objects.bulk_update(stand, ["removed_at", "position", "turn"])
    if question.annex:
        put_together(draft=draft, question=question.key, at=at)


def _take_away(upload: Upload, at: dt.datetime) -> None:
    if _was_sent(upload):
        Upload.objects.filter(pk=upload.pk).update(removed_at=at)
        return
    delete_later([upload.file])
    Upload.objects.filter(pk=upload.pk).delete()


def _was_sent(upload: Upload) -> bool:
    """Whether a version that was sent names it: the one that counts, or an earlier one."""
    sent = Submission.objects.select_related("form_version").filter(draft=upload.draft_id).first()
    if sent is None:
        return False
    definition = definition_of(sent.form_version)
    versions: list[Submission | SubmissionVersion] = [sent, *sent.versions.all()]
    return any(upload.public_id in _named(definition, version.everything).get(upload.question, ()) for version in versions)


def _changed(draft: Draft, upload: Upload, at: dt.datetime) -> None:
    """Put the annex together anew, where it was one."""
    question = definition_of(draft.form_version).question(upload.question)
    if question and question.annex:
        put_together(draft=draft, question=question.key, at=at)


def documents_of(*, draft: Draft, definition: Definition | None = None) -> dict[str, list[Upload]]:
    """The documents of a draft as they stand, by question, in order. ``definition``: not asked for where its form has no question for them."""
    found: dict[str, list[Upload]] = {}
    if definition and all(question.type != "file" for question in definition.questions()):
        return found
    for upload in draft.uploads.filter(removed_at=None):
        found.setdefault(upload.question, []).append(upload)
    return found


def sent_documents(*, submission: Submission) -> dict[str, list[Upload]]:
    """The documents a file was sent with, by question, in the order sent, whatever a correction that is not sent yet has changed."""
    definition = definition_of(submission.form_version)
    if not submission.draft_id or all(question.type != "file" for question in definition.questions()):
        return {}
    known = {upload.public_id: upload for upload in Upload.objects.filter(draft=submission.draft_id)}
    return {question: [known[code] for code in codes if code in known] for question, codes in _named(definition, submission.everything).items()}


def _named(definition: Definition, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Codes of the documents that answers name, by question in the form's order."""
    return {question.key: answers[question.key] for question in definition.questions() if question.type == "file" and answers.get(question.key)}


def as_answers(documents: Mapping[str, Iterable[Upload]]) -> dict[str, list[UploadInfo]]:
    """Documents as the form counts them."""
    return {question: [UploadInfo(one.public_id, one.name) for one in uploads] for question, uploads in documents.items()}


def scan_waiting(*, limit: int = 100) -> dict[str, int]:
    """Check again the documents the scanner could not see before; how many were found what. Those whose bytes were lost keep no other waiting."""
    counts: Counter[str] = Counter()
    for upload in Upload.objects.filter(scan=Upload.Scan.WAITING).order_by("pk").iterator():
        if counts.total() - counts["lost"] >= limit:
            break
        try:
            with upload.file.open("rb") as content:
                verdict = scan(content.read())
        except FileNotFoundError:
            counts["lost"] += 1
            continue
        if verdict != Upload.Scan.WAITING:
            Upload.objects.filter(pk=upload.pk).update(scan=verdict)
        counts[str(verdict)] += 1
    return dict(counts)


def clean_name(name: str) -> str:
    """A name to show: the last part, without control characters and tricks of direction, cut before its ending."""
    plain = tidy(PurePosixPath(name.replace("\\", "/")).name.replace("\x00", ""), several_lines=False).strip(". ")
    plain = "".join(char for char in plain if not 0xD800 <= ord(char) <= 0xDFFF)
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: _NAME - len(ending) - 1]}.{ending}"
    return plain[:_NAME] or "document"
