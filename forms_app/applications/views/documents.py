"""Documents of a draft: received with the step, taken back, and shown to whoever has the key."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms_app.applications.files.serving import as_file
from forms_app.applications.services import may_send
from forms_app.applications.services.uploads import add_upload, remove_upload
from forms_app.engine.definition import Step, definition_of

from .common import submission_of, with_draft

#: What a browser may draw by itself; anything else is only saved.
_DRAWN = frozenset({"image/jpeg"})


def receive(request: HttpRequest, step: Step) -> dict[str, list[str]]:
    """Keep the documents posted with a step, and take back the one whose button was pressed; what was refused, by question, in words."""
    refused: dict[str, list[str]] = {}
    at = timezone.now()
    if request.POST.get("remove"):
        remove_upload(draft=request.draft, public_id=request.POST["remove"][:24], at=at)
    for question in step.questions:
        if question.type != "file":
            continue
        for file in request.FILES.getlist(question.key):
            try:
                add_upload(draft=request.draft, question=question, file=file, at=at)
            except ValidationError as error:
                refused.setdefault(question.key, []).extend(error.messages)
    return refused


@require_POST
@with_draft
def upload(request: HttpRequest, call: str, draft: str, step: str) -> HttpResponse:
    """One document, sent by itself while she goes on typing (JavaScript). The page shows it; without JavaScript it comes with the step."""
    found = definition_of(request.draft.form_version).step(step)
    if found is None or not may_send(draft=request.draft, submission=submission_of(request.draft), at=timezone.now()):
        raise Http404
    refused = receive(request, found)
    known = request.draft.uploads.filter(removed_at=None, question__in=[question.key for question in found.questions])
    shown = [{"id": one.public_id, "question": one.question, "name": one.name, "size": one.size} for one in known]
    return JsonResponse({"documents": shown, "refused": refused}, status=400 if refused else 200)


@with_draft
def document(request: HttpRequest, call: str, draft: str, public_id: str) -> HttpResponse:
    """“Can you read it?”: a document as it was kept. Never as a page of ours: it may run nothing and is not guessed at."""
    found = request.draft.uploads.filter(public_id=public_id, removed_at=None).first()
    if found is None:
        raise Http404
    return as_file(found, attached=found.media_type not in _DRAWN)
