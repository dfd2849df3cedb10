"""Check the answers, send them, and the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.codes import printed_secret, show_code
from forms_app.applications.models import Submission
from forms_app.applications.services import CallNotOpen, IncompleteDraft, OutsideTerritory, may_correct, may_send, may_withdraw, saved_answers, submit_draft
from forms_app.applications.words import STATES, documents_missing, how_to_appeal, time_line
from forms_app.calls.words import joined
from forms_app.engine.definition import definition_of
from forms_app.engine.shown import shown_steps
from forms_app.engine.step_forms import recheck
from portal.core import languages

from .common import receipt_of, submission_of, with_draft


@with_draft
def check(request: HttpRequest, call: str, draft: str) -> HttpResponse:
    """All answers, each group with a way to change it. Sending is a POST that carries the draft's own key."""
    at = timezone.now()
    sent = submission_of(request.draft)
    if sent and not request.draft.reopened_at:
        return receipt_of(request.draft)
    outside = False
    if request.method == "POST" and request.POST.get("key") == str(request.draft.idempotency_key):
        try:
            submit_draft(draft=request.draft, resume_code=request.key.code, language=languages.current(), at=at)
        except CallNotOpen:
            return receipt_of(request.draft) if sent else redirect("call", slug=call)
        except IncompleteDraft as incomplete:
            return redirect("apply_step", call=call, draft=draft, step=incomplete.steps[0])
        except OutsideTerritory:
            outside = True
        else:
            return receipt_of(request.draft)
    if not may_send(draft=request.draft, submission=sent, at=at):
        return receipt_of(request.draft) if sent else redirect("call", slug=call)
    definition = definition_of(request.draft.form_version)
    answers, incomplete = recheck(definition, answers=saved_answers(draft=request.draft), language=languages.current())
    if incomplete:
        return redirect("apply_step", call=call, draft=draft, step=incomplete[0])
    groups = [
        {"title": step.title, "facts": facts, "edit_url": reverse("apply_step", kwargs={"call": call, "draft": draft, "step": step.key}) + "?check"}
        for step, facts in shown_steps(definition, answers)
    ]
    context = {
        "call": request.draft.call,
        "definition": definition,
        "groups": groups,
        "number": len(groups) + 1,
        "key": request.draft.idempotency_key,
        "code": show_code(request.key.code),
        "sent": sent,
        "outside": outside,
        "back_url": groups[-1]["edit_url"].removesuffix("?check"),
    }
    return render(request, "applications/check.html", context)


@with_draft
def receipt(request: HttpRequest, call: str, draft: str) -> HttpResponse:
    """What was sent, when, under which number, and what happens now. Only in the browser that sent it."""
    submission = submission_of(request.draft)
    if submission is None:
        return redirect("apply_check", call=call, draft=draft)
    secret = printed_secret(draft_id=draft, resume_code=request.key.code, reference=submission.reference, stored=submission.secret_hash)
    places = [place.name for place in (submission.commune, submission.province, submission.region) if place]
    definition = definition_of(submission.form_version)
    context = {
        "call": request.draft.call,
        "submission": submission,
        "secret": f"{secret[:4]} {secret[4:]}".strip(),
        "where": joined(places) if places else "",
        "sentence": STATES[submission.status],
        "items": time_line(submission),
        "missing": documents_missing(definition, submission.everything),
        "appeal": how_to_appeal(request.draft.call),
        "reopened": request.draft.reopened_at,
        "may_correct": may_correct(submission=submission, at=timezone.now()),
        "may_withdraw": may_withdraw(submission=submission),
        "helped": submission.filled_by != Submission.FilledBy.SELF,
    }
    return render(request, "applications/receipt.html", context)
