"""Documents of a draft: received with the step, turned, put in order, taken back, put together, and shown to whoever has the key."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.files.serving import as_file, as_preview, as_read, as_whole
from forms_app.applications.models import Annex, Draft, Upload
from forms_app.applications.narrowing import asked_of
from forms_app.applications.services import may_send
from forms_app.applications.services.annexes import annexes_of
from forms_app.applications.services.uploads import add_upload, documents_of, move_upload, remove_upload, turn_upload
from forms_app.engine.definition import Question, Step, definition_of
from forms_app.engine.uploads import Joined, Received, UploadField, UploadInfo
from portal.core.throttle import held, held_until, say_when

from .common import submission_of, with_draft

#: What a browser may draw by itself; anything else is only saved.
_DRAWN = frozenset({"image/jpeg"})
#: Name of the buttons of a document: ``upload:statutes``, of value ``turn:<code>:90``, ``move:<code>:0``, ``remove:<code>`` or ``look``.
PRESSED = "upload:"
_SENT_AS = re.compile(r"[A-Za-z0-9_-]{8,40}")


def received(draft: Draft) -> dict[str, Received]:
    """The documents of a draft, with their addresses and what they make together."""
    documents = documents_of(draft=draft)
    made = _made(draft, documents, _annexes(draft, documents))
    return {key: Received([_shown(draft, one) for one in uploads], made.get(key)) for key, uploads in documents.items()}


def _annexes(draft: Draft, documents: Mapping[str, list[Upload]]) -> list[Question]:
    """The questions whose pages are put together, of those that have some."""
    return [question for question in definition_of(draft.form_version).questions() if question.annex and question.key in documents]


def _made(draft: Draft, documents: Mapping[str, list[Upload]], annexes: Iterable[Question]) -> dict[str, Joined]:
    """What is said of each annex."""
    made = annexes_of(draft=draft, uploads={question.key: documents[question.key] for question in annexes})
    return {key: _joined(draft, annex) for key, annex in made.items()}


def _joined(draft: Draft, annex: Annex) -> Joined:
    if annex.state == Annex.State.READY:
        return Joined("ready", annex.pages, annex.size, _address(draft, "apply_annex", annex.public_id))
    return Joined("failed" if annex.state == Annex.State.FAILED else "waiting")


def _shown(draft: Draft, upload: Upload) -> UploadInfo:
    return UploadInfo(
        upload.public_id,
        upload.name,
        upload.size,
        url=_address(draft, "apply_document", upload.public_id),
        preview=_address(draft, "apply_preview", upload.public_id) if upload.media_type in _DRAWN else "",
        pages=upload.pages,
        turn=upload.turn,
    )


def _address(draft: Draft, name: str, code: str) -> str:
    return reverse(name, args=[draft.call.slug, draft.public_id, code])


def annexes_part(draft: Draft, documents: Mapping[str, list[Upload]], address: str) -> str:
    """What the page where she checks her answers says of the annexes made of ``documents``; ``address`` is that page's."""
    annexes = _annexes(draft, documents)
    if not annexes:
        return ""
    made = _made(draft, documents, annexes)
    shown = [(question.label, made.get(question.key)) for question in annexes]
    return render_to_string("applications/annexes.html", {"annexes": shown, "address": address})


def receive(request: ApplicantRequest, step: Step) -> dict[str, list[str]]:
    """Keep the documents posted with a step; what was refused, by question, in words."""
    refused: dict[str, list[str]] = {}
    at = timezone.now()
    for question in step.questions:
        for file, sent_as, instead_of in _posted(request, question) if question.type == "file" else ():
            request.held_until = held_until(request, "upload", file=request.draft.public_id)
            if request.held_until:
                refused.setdefault(question.key, []).append(say_when(request.held_until))
                continue
            try:
                add_upload(draft=request.draft, question=question, file=file, at=at, sent_as=sent_as, instead_of=instead_of)
            except ValidationError as error:
                refused.setdefault(question.key, []).extend(error.messages)
    return refused


def answered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same page; as an answer that says to wait, where a document came too soon after many others."""
    until = getattr(request, "held_until", None)
    return held(response, until) if until else response


def _posted(request: HttpRequest, question: Question) -> Iterator[tuple[UploadedFile, str, str]]:
    """Each file of a question, the key of its sending, and the document it replaces, if one."""
    given = request.POST.get(f"wizard-key-{question.key}", "")
    key = given if _SENT_AS.fullmatch(given) else ""
    for number, file in enumerate(request.FILES.getlist(question.key)):
        yield file, f"{key}-{number}" if key else "", ""
    again = f"{question.key}:again:"
    for name in request.FILES:
        if name.startswith(again):
            yield request.FILES.getlist(name)[-1], f"{key}-{name.removeprefix(again)[:22]}" if key else "", name.removeprefix(again)[:24]


def press(request: ApplicantRequest, step: Step) -> bool:
    """Do what the button of a document says; whether one was pressed."""
    name = next((name for name in request.POST if name.startswith(PRESSED)), "")
    verb, _colon, rest = request.POST.get(name, "").partition(":")
    code, _colon, number = rest.partition(":")
    question = next((one for one in step.questions if one.key == name.removeprefix(PRESSED)), None)
    if question and request.draft.uploads.filter(public_id=code[:24], question=question.key).exists():
        at, count = timezone.now(), int(number[:3]) if number.isascii() and number.isdigit() else None
        if verb == "remove":
            remove_upload(draft=request.draft, public_id=code, at=at)
        elif verb == "turn" and count is not None:
            turn_upload(draft=request.draft, public_id=code, turn=count, at=at)
        elif verb == "move" and count is not None:
            move_upload(draft=request.draft, public_id=code, place=count, at=at)
    return bool(name)


@with_draft
def upload(request: ApplicantRequest, call: str, draft: str, step: str) -> HttpResponse:
    """One document, or one button of a document, while she goes on typing (JavaScript); without JavaScript it comes with the step.

    Answers with the documents as they stand now, drawn as the page of the step draws them. Reading it changes nothing.
    """
    sent = submission_of(request.draft)
    if (sent and not request.draft.reopened_at) or not may_send(draft=request.draft, submission=sent, at=timezone.now()):
        raise Http404
    asked = asked_of(request.draft, sent).step(step)
    if asked is None:
        raise Http404
    refused: dict[str, list[str]] = {}
    if request.method == "POST":
        press(request, asked)
        refused = receive(request, asked)
    known = received(request.draft)
    documents = {question.key: _drawn(question, known.get(question.key, ())) for question in asked.questions if question.type == "file"}
    response = JsonResponse({"documents": documents, "refused": refused}, status=400 if refused else 200)
    return answered(request, response)


def _drawn(question: Question, known: Sequence[UploadInfo]) -> dict[str, object]:
    field = UploadField(question=question, uploads=known)
    return {"html": render_to_string("engine/received.html", {"name": question.key, "files": field}), "full": field.is_full}


@with_draft
def document(request: ApplicantRequest, call: str, draft: str, public_id: str) -> FileResponse:
    """A document as it was kept, turned as she turned it. Never as a page of ours: it may run nothing and is not guessed at."""
    found = _kept(request, public_id)
    return as_read(found) if found.media_type in _DRAWN else as_file(found)


@with_draft
def preview(request: ApplicantRequest, call: str, draft: str, public_id: str) -> FileResponse:
    """“Can you read it?”: a small picture of a photo."""
    found = _kept(request, public_id)
    if found.media_type not in _DRAWN:
        raise Http404
    return as_preview(found)


@with_draft
def annex(request: ApplicantRequest, call: str, draft: str, public_id: str) -> FileResponse:
    """The one PDF made of the pages of a question."""
    return as_whole(get_object_or_404(request.draft.annexes, public_id=public_id, state=Annex.State.READY))


def _kept(request: ApplicantRequest, public_id: str) -> Upload:
    return get_object_or_404(request.draft.uploads, public_id=public_id, removed_at=None)
