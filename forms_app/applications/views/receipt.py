"""The receipt: what was sent, when, under which number, and what happens now. On the page and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from forms_app.applications.codes import printed_secret
from forms_app.applications.models import Submission
from forms_app.applications.paper.receipt import receipt_paper, tracking_address
from forms_app.applications.services import may_correct, may_withdraw
from forms_app.applications.words import STATES, documents_missing, how_to_appeal, place_of, time_line
from forms_app.engine.definition import definition_of
from portal.core import languages
from portal.core.paper import qr_code

from .common import submission_of, with_draft


@with_draft
def receipt(request: HttpRequest, call: str, draft: str) -> HttpResponse:
    """Only in the browser that sent it."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    secret = _secret(request, submission)
    context = {
        "call": request.draft.call,
        "submission": submission,
        "secret": f"{secret[:4]} {secret[4:]}".strip(),
        "where": place_of(submission),
        "sentence": STATES[submission.status],
        "items": time_line(submission),
        "missing": documents_missing(definition_of(submission.form_version), submission.everything),
        "appeal": how_to_appeal(request.draft.call),
        "reopened": request.draft.reopened_at,
        "may_correct": may_correct(submission=submission, at=timezone.now()),
        "may_withdraw": may_withdraw(submission=submission),
        "helped": submission.filled_by != Submission.FilledBy.SELF,
        # Drawn by segno from digits and our own address: nothing of hers is in it but the number.
        "qr": mark_safe(qr_code(tracking_address(submission, languages.current()))),
    }
    return render(request, "applications/receipt.html", context)


@with_draft
def receipt_pdf(request: HttpRequest, call: str, draft: str) -> HttpResponse:
    """The same to print or to send; in the language in which it is read now."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    paper = receipt_paper(submission=submission, secret=_secret(request, submission), language=languages.current())
    headers = {"Content-Disposition": f'inline; filename="{submission.reference}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _secret(request: HttpRequest, submission: Submission) -> str:
    return printed_secret(draft_id=request.draft.public_id, resume_code=request.key.code, reference=submission.reference, stored=submission.secret_hash)
