"""The start page, and leaving a shared phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from forms_app.applications.access import give_key, key_of, take_key
from forms_app.applications.models import Draft
from forms_app.applications.services import draft_for, saved_answers, start_draft
from forms_app.calls.services import find_call
from forms_app.engine.definition import definition_of
from forms_app.engine.services import current_version
from portal.core import languages

from .common import first_open_step, private, receipt_of, submission_of

_FILLED_BY = {"me": Draft.FilledBy.SELF, "another": Draft.FilledBy.OTHER}


@private
def start(request: HttpRequest, call: str) -> HttpResponse:
    """Continue, start for me, start for another woman. Never shows what is in a draft; writes nothing on GET."""
    at = timezone.now()
    found = find_call(slug=call, at=at)
    version = current_version(key=found.form_key) if found and found.form_key else None
    if found is None:
        raise Http404
    if version is None or not found.accepts(at):
        return redirect("call", slug=found.slug)
    key = key_of(request)
    draft = draft_for(public_id=key.draft_id) if key else None
    here = draft if draft and draft.call_id == found.pk else None
    if request.method == "POST":
        who = request.POST.get("who", "")
        if who == "continue" and here:
            return receipt_of(here) if submission_of(here) else first_open_step(here, saved_answers(draft=here))
        if who in _FILLED_BY:
            new, code = start_draft(call=found, language=languages.current(), filled_by=_FILLED_BY[who], at=at)
            first = definition_of(version).shown_steps({})[0]
            response = redirect("apply_step", call=found.slug, draft=new.public_id, step=first.key)
            give_key(response, draft_id=new.public_id, code=code)
            return response
    steps = len(definition_of(version).steps)
    context = {"call": found, "can_continue": bool(here) and not submission_of(here), "cleared": "cleared" in request.GET, "steps": steps}
    return render(request, "applications/start.html", context)


@require_POST
@private
def clear(request: HttpRequest, call: str) -> HttpResponse:
    """Finish and clear this phone: the browser forgets the draft; the file itself stays, the code opens it again."""
    response = redirect("apply", call=call)
    response["Location"] += "?cleared"
    take_key(response)
    return response
