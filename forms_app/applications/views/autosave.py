"""Autosave: what is being typed, kept as it is, a few seconds later. The answer is for the script of the step."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.narrowing import asked_of, said_beside
from forms_app.applications.services import StaleStep, may_send, save_typed
from forms_app.applications.typed import typed_of
from portal.core.formats import format_time
from portal.core.throttle import held, held_until

from .common import step_version, submission_of, with_draft


@require_POST
@with_draft
def autosave(request: ApplicantRequest, call: str, draft: str, step: str) -> HttpResponse:
    """Keep it, encrypted; say when. 409: the step was saved elsewhere meanwhile; 410: nothing is filled in here any more; 429: later."""
    at = timezone.now()
    sent = submission_of(request.draft)
    if (sent and not request.draft.reopened_at) or not may_send(draft=request.draft, submission=sent, at=at):
        return JsonResponse({"state": "closed"}, status=410)
    asked = asked_of(request.draft, sent).step(step)
    typed = typed_of(asked, request.POST) if asked else {}
    if asked is None or not typed:
        return JsonResponse({"state": "nothing"}, status=400)
    until = held_until(request, "autosave", file=draft)
    if until:
        return held(JsonResponse({"state": "later"}), until)
    typed |= said_beside(request.draft, asked)
    try:
        save_typed(draft=request.draft, step=step, typed=typed, at=at, version=step_version(request.POST), share=request.share)
    except StaleStep:
        return JsonResponse({"state": "changed"}, status=409)
    return JsonResponse({"state": "saved", "saved_at": format_time(at)})
