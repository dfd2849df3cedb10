"""Going on with a saved file. The code travels in the body of a POST, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.access import give_key
from forms_app.applications.forms import ResumeForm
from forms_app.applications.models import Draft
from forms_app.applications.services import draft_by_code, saved_answers
from forms_app.applications.throttle import client_address, failed_too_often, note_failure

from .common import first_open_step, private, receipt_of, submission_of
from .track import TRIES_AN_ADDRESS, too_often


@private
def resume(request: HttpRequest) -> HttpResponse:
    """Open a saved file by its code, in this browser and from now on."""
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits = {client_address(request): TRIES_AN_ADDRESS}
        if failed_too_often("resume", limits):
            return too_often(request, "applications/resume.html", form)
        code = form.cleaned_data["code"]
        draft = draft_by_code(code=code)
        if draft and (submission_of(draft) or draft.expires_at > timezone.now()):
            return _opened(draft, code)
        note_failure("resume", limits)
        form.add_error(None, _("No saved file has this code."))
    return render(request, "applications/resume.html", {"form": form})


def _opened(draft: Draft, code: str) -> HttpResponse:
    response = receipt_of(draft) if submission_of(draft) else first_open_step(draft, saved_answers(draft=draft))
    give_key(response, draft_id=draft.public_id, code=code)
    return response
