"""Coming back: what became of a file, and going on with a saved one. Codes travel in the body of a POST, never in an address."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.applications.access import give_key
from forms_app.applications.forms import ResumeForm, TrackForm
from forms_app.applications.models import Draft
from forms_app.applications.services import draft_by_code, find_submission, saved_answers
from forms_app.applications.throttle import SECONDS, client_address, failed_too_often, note_failure

from .common import first_open_step, private, receipt_of, submission_of

#: Failures in a quarter of an hour: of one visitor with one file, of one visitor, and with one file from everywhere (higher, or
#: anybody who writes a neighbour's number ten times would lock her out of her own file).
_TRIES_A_FILE, _TRIES_AN_ADDRESS, _TRIES_EVERYWHERE = 10, 60, 100


@private
def track(request: HttpRequest) -> HttpResponse:
    """State and date of a file. The answer is the same whether the number or the code is wrong."""
    form = TrackForm(request.POST or None)
    submission = None
    if request.method == "POST" and form.is_valid():
        reference, address = form.cleaned_data["reference"], client_address(request)
        limits = {f"{address} {reference}": _TRIES_A_FILE, address: _TRIES_AN_ADDRESS, reference: _TRIES_EVERYWHERE}
        if failed_too_often("track", limits):
            return _too_often(request, "applications/track.html", form)
        submission = find_submission(reference=reference, secret=form.cleaned_data["secret"])
        if submission is None:
            note_failure("track", limits)
            form.add_error(None, _("No file has this number and this code. Compare both with your receipt."))
    return render(request, "applications/track.html", {"form": form, "submission": submission})


@private
def resume(request: HttpRequest) -> HttpResponse:
    """Open a saved file by its code, in this browser and from now on."""
    form = ResumeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits = {client_address(request): _TRIES_AN_ADDRESS}
        if failed_too_often("resume", limits):
            return _too_often(request, "applications/resume.html", form)
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


def _too_often(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    """The same page, with what was typed, saying when to try again."""
    form.add_error(None, _("Too many attempts. Wait a quarter of an hour, then try again."))
    response = render(request, template, {"form": form, "submission": None}, status=429)
    response.headers["Retry-After"] = str(SECONDS)
    return response
