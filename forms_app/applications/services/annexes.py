"""Annexes: several photos and PDFs of a question put together into one PDF, in the background, for whoever reads the file."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django_tasks import task

from forms_app.applications.files.joining import joined
from forms_app.applications.files.pages import Part, Unreadable
from forms_app.applications.models import Annex, Draft, Submission, Upload
from forms_app.engine.definition import definition_of
from portal.core.fingerprints import fingerprint

#: Work takes seconds; what is still being made after this was left by a process that died, and is begun again.
_GIVEN_UP = dt.timedelta(minutes=5)


def content_of(uploads: Iterable[Upload]) -> list[list]:
    """What an annex is made of: code, fingerprint and turn of each document, in order."""
    return [[upload.public_id, upload.sha256, upload.turn] for upload in uploads]


def put_together(*, draft: Draft, question: str, at: dt.datetime) -> None:
    """The pages of a question have changed: have the PDF of them made, and forget the others that were never sent.

    Called with the draft's row locked: so the pages are not changing meanwhile.
    """
    content = content_of(draft.uploads.filter(question=question, removed_at=None))
    current = _annex(draft, question, content, at) if content else None
    others = draft.annexes.filter(question=question, sent_at=None)
    _forget(others.exclude(pk=current.pk) if current else others)


def note_sent(*, draft: Draft, pages: Mapping[str, Sequence[Upload]], at: dt.datetime) -> None:
    """The file is sent with these pages, by question: their PDF is kept, whatever she changes later. Sending does not wait for it."""
    for question, uploads in pages.items():
        annex = _annex(draft, question, content_of(uploads), at)
        Annex.objects.filter(pk=annex.pk).update(sent_at=at)


def annexes_of(*, draft: Draft, uploads: Mapping[str, Sequence[Upload]]) -> dict[str, Annex]:
    """The annex of each question as its pages stand now."""
    digests = {question: fingerprint(content_of(pages)) for question, pages in uploads.items()}
    found = draft.annexes.filter(digest__in=digests.values())  # of no page: Django knows the answer and asks nobody
    return {annex.question: annex for annex in found if annex.digest == digests.get(annex.question)}


def sent_annexes(*, submission: Submission) -> dict[str, Annex]:
    """The annexes a file was sent with, by question; not those of a correction that is still being made."""
    definition, answers = definition_of(submission.form_version), submission.everything
    if not submission.draft_id or not any(question.annex for question in definition.questions()):
        return {}
    sent = Annex.objects.filter(draft=submission.draft_id, sent_at__isnull=False).order_by("sent_at")
    return {annex.question: annex for annex in sent if annex.uploads == answers.get(annex.question)}


def sent_turns(*, draft: Draft, question: str, sent: Sequence[str]) -> dict[str, int]:
    """How the pages of a question were turned when they were last sent in this order; nothing of documents that are no annex."""
    made = Annex.objects.filter(draft=draft, question=question, sent_at__isnull=False).order_by("-sent_at")
    content: list[list] = next((annex.content for annex in made if annex.uploads == list(sent)), [])
    return {code: turn for code, _sha256, turn in content}


def join_waiting(*, limit: int = 20) -> int:
    """Make the annexes that wait, oldest first; how many."""
    waiting = Annex.objects.filter(_free(timezone.now())).order_by("asked_at").values_list("pk", flat=True)
    return sum(join_one(pk) for pk in list(waiting[:limit]))


def join_one(pk: int) -> bool:
    """Make one annex, unless somebody does already. What it is made of never changes, so made twice it is the same.

    Raises:
        OSError: the disk does not give a page now; as if it were left behind, the annex is begun again.
    """
    at = timezone.now()
    if not Annex.objects.filter(_free(at), pk=pk).update(state=Annex.State.RUNNING, taken_at=at):
        return False
    annex = Annex.objects.filter(pk=pk).first()
    if annex is None:  # her pages changed in between: another one waits in its place
        return True
    try:
        data, pages = _joined(annex)
    except Unreadable:
        Annex.objects.filter(pk=pk).update(state=Annex.State.FAILED)
        return True
    _keep(annex, data, pages)
    return True


@task()
def join_annex(annex: int) -> None:
    """Make one annex that waits."""
    join_one(annex)


def _free(at: dt.datetime) -> Q:
    """To be made: it waits, or was left by a process that died."""
    return Q(state=Annex.State.WAITING) | Q(state=Annex.State.RUNNING, taken_at__lt=at - _GIVEN_UP)


def _annex(draft: Draft, question: str, content: list[list], at: dt.datetime) -> Annex:
    annex, new = Annex.objects.get_or_create(draft=draft, question=question, digest=fingerprint(content), defaults={"content": content, "asked_at": at})
    if new and settings.WORK_AFTER_COMMIT:
        transaction.on_commit(lambda: join_annex.enqueue(annex=annex.pk))
    return annex


def _forget(annexes: QuerySet[Annex]) -> None:
    """Their bytes too: held, so that one which is being kept at this moment is forgotten with its PDF."""
    for annex in annexes.select_for_update(of=("self",)):
        delete_later([annex.file])
        annex.delete()


def delete_later(files: Iterable[FieldFile]) -> None:
    """Delete private files once what named them is really gone."""
    kept = [file for file in files if file]

    def delete() -> None:
        for file in kept:
            file.storage.delete(cast("str", file.name))

    if kept:
        transaction.on_commit(delete, robust=True)  # what named them is gone, whatever the disk says: check_documents finds them


def _joined(annex: Annex) -> tuple[bytes, int]:
    parts = _parts(annex)
    try:
        return joined(parts)
    except OSError as error:  # so Pillow calls a picture that breaks off
        raise Unreadable("damaged") from error


def _parts(annex: Annex) -> list[Part]:
    """The very documents it is made of.

    Raises:
        Unreadable: when one is gone or is not what it was.
        OSError: the disk does not give one now.
    """
    uploads = {upload.public_id: upload for upload in Upload.objects.filter(draft=annex.draft_id, public_id__in=annex.uploads)}
    parts = []
    for code, sha256, turn in annex.content:
        if code not in uploads or uploads[code].sha256 != sha256:
            raise Unreadable("damaged")
        try:
            with uploads[code].file.open("rb") as file:
                parts.append(Part(file.read(), turn))
        except FileNotFoundError as error:
            raise Unreadable("damaged") from error
    return parts


@transaction.atomic
def _keep(annex: Annex, data: bytes, pages: int) -> None:
    """The PDF, unless its pages were changed or another process took it over while it was being made."""
    if not Annex.objects.select_for_update().filter(pk=annex.pk, state=Annex.State.RUNNING, taken_at=annex.taken_at).exists():
        return
    annex.file.save("", ContentFile(data), save=False)
    made = {"file": annex.file.name, "pages": pages, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    Annex.objects.filter(pk=annex.pk).update(state=Annex.State.READY, **made)
