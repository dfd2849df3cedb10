"""The receipt: what was sent, when, under which number, and what happens now. On the page and on paper."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.codes import printed_secret
from forms_app.applications.models import Draft, Status, Submission
from forms_app.applications.paper.receipt import receipt_paper, tracking_address
from forms_app.applications.register.receipts import proof_of
from forms_app.applications.services import may_correct, may_send_until, may_withdraw
from forms_app.applications.words import documents_missing, how_to_appeal, place_of, time_line
from forms_app.engine.definition import definition_of
from portal.core import languages
from portal.core.drawn import DrawnResponse, draw_page, gap
from portal.core.paper import qr_code
from portal.core.templatetags.portal_text import clock, portal_date, portal_datetime, shown

from .common import submission_of, with_draft


@with_draft
def receipt(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """Only in the browser that sent it."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    return receipt_page(request, draft=request.draft, submission=submission, secret=_secret(request, submission))


def receipt_page(request: ApplicantRequest, *, draft: Draft, submission: Submission, secret: str) -> DrawnResponse:
    """What was sent from a draft; ``secret``: the eight digits, or nothing when this browser does not know them."""
    call, line = draft.call, time_line(submission)
    past = [item for item in line if "at" in item]
    proof = proof_of(submission)
    withdrawn, correctable = submission.status == Status.WITHDRAWN, may_correct(submission=submission, at=timezone.now())
    missing = [] if withdrawn else documents_missing(definition_of(submission.form_version), submission.everything)
    same = {
        "call": {"slug": call.slug, "kind": call.kind, "title": call.title},
        "until": may_send_until(call=call, submission=submission),
        "appeal": how_to_appeal(call),
        "items": [*({"title": item["title"], "state": item["state"], **_gaps(number, item)} for number, item in enumerate(past)), *line[len(past) :]],
        "withdrawn": withdrawn,
        "synthetic": submission.synthetic,
        "reopened": draft.reopened_at is not None and correctable,
        "never_sent": draft.reopened_at is not None and not correctable,
        "may_correct": correctable,
        "may_withdraw": may_withdraw(submission=submission),
        "helped": submission.filled_by != Submission.FilledBy.SELF,
        "sealed": proof is not None and proof.sealed,
    }
    hers = {
        "draft": draft.public_id,
        "reference": submission.reference,
        "secret": f"{secret[:4]} {secret[4:]}".strip(),
        "sent_on": portal_date(submission.submitted_at),
        "sent_at": clock(submission.submitted_at),
        "corrected_on": portal_date(submission.resubmitted_at),
        "corrected_at": clock(submission.resubmitted_at),
        "where": shown(place_of(submission)),
        "missing": format_html_join(SafeString("<br>"), "{}", ([shown(label)] for label in missing)),
        # Drawn by segno from digits and our own address: nothing of hers is in it but the number.
        "qr": mark_safe(qr_code(tracking_address(submission, languages.current()))),
        "register_day": portal_date(proof.day) if proof else "",
        "register_line": proof.line if proof else "",
        "register_code": proof.record.salt if proof else "",
        "register_fragment": proof.fragment if proof else "",
    }
    for number, item in enumerate(past):
        hers |= {f"text_{number}": shown(item["text"]), f"when_{number}": _moment(item["at"])}
    page = draw_page(request, "applications/receipt.html", same=same, hers=hers)
    page.context_data["submission"] = submission
    return page


def _gaps(number: int, item: dict) -> dict[str, str]:
    """What happened, as ``components/line.html`` shows it, without its words and its hour."""
    return {"text": gap(f"text_{number}") if item["text"] else "", "when": gap(f"when_{number}")}


def _moment(at: dt.datetime) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(), portal_datetime(at))


@with_draft
def receipt_pdf(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """The same to print or to send; in the language in which it is read now."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    paper = receipt_paper(submission=submission, secret=_secret(request, submission), language=languages.current())
    headers = {"Content-Disposition": f'inline; filename="{submission.reference}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _secret(request: ApplicantRequest, submission: Submission) -> str:
    return printed_secret(draft_id=request.draft.public_id, resume_code=request.key.code, reference=submission.reference, stored=submission.secret_hash)
