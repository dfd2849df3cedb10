"""The form on paper: blank, or with what was saved so far, to be filled in with somebody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.paper.form import form_paper
from forms_app.applications.services import may_send, may_send_until, saved_answers
from forms_app.calls.models import AHEAD_STATES
from forms_app.calls.services import find_call
from forms_app.engine.definition import definition_of
from forms_app.engine.services import current_version
from portal.core import languages

from .common import come_back_code, private, submission_of, with_draft


@private
def blank_form(request: HttpRequest, call: str) -> HttpResponse:
    """To print and fill in with a pen; what is on it is written into the portal later."""
    at = timezone.now()
    found = find_call(slug=call, at=at)
    version = current_version(key=found.form_key) if found and found.form_key else None
    if found is None or version is None:
        raise Http404
    paper = form_paper(
        call=found,
        definition=definition_of(version),
        language=languages.current(),
        resume_url=_resume_url(request),
        until=found.closes_at if found.state_at(at) in AHEAD_STATES else None,
    )
    return _pdf(paper, f"{found.slug}.pdf")


@with_draft
def half_filled_form(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Her answers so far, those that would be sent, and the code to come back; the rest to fill in with a pen."""
    definition, sent = definition_of(request.draft.form_version), submission_of(request.draft)
    in_time = may_send(draft=request.draft, submission=sent, at=timezone.now())
    paper = form_paper(
        call=request.draft.call,
        definition=definition,
        language=languages.current(),
        resume_url=_resume_url(request),
        until=may_send_until(call=request.draft.call, submission=sent) if in_time else None,
        answers=definition.on_the_way(saved_answers(draft=request.draft)),
        code=come_back_code(request),
    )
    return _pdf(paper, f"{call}-saved.pdf")


def _resume_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("resume"))


def _pdf(paper: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
