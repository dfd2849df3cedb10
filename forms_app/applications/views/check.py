"""Check the answers and send them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.codes import show_code
from forms_app.applications.models import DraftStep
from forms_app.applications.narrowing import asked_of
from forms_app.applications.services import CallNotOpen, IncompleteDraft, OutsideTerritory, may_send, saved_steps, submit_draft
from forms_app.applications.services.elsewhere import commune_code, is_outside
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
    if request.method == "POST" and request.POST.get("key") == str(request.draft.idempotency_key):
        try:
            submit_draft(draft=request.draft, resume_code=request.key.code, language=languages.current(), at=at)
        except CallNotOpen:
            return receipt_of(request.draft) if sent else redirect("call", slug=call)
        except IncompleteDraft as incomplete:
            return redirect("apply_step", call=call, draft=draft, step=incomplete.steps[0])
        except OutsideTerritory:
            return redirect("apply_elsewhere", call=call, draft=draft)
        else:
            return receipt_of(request.draft)
    if not may_send(draft=request.draft, submission=sent, at=at):
        return receipt_of(request.draft) if sent else redirect("call", slug=call)
    definition = definition_of(request.draft.form_version)
    rows = saved_steps(draft=request.draft)
    answers, incomplete = recheck(definition, answers={step: row.everything for step, row in rows.items()}, language=languages.current())
    if incomplete:
        return redirect("apply_step", call=call, draft=draft, step=incomplete[0])
    if is_outside(draft=request.draft, commune=commune_code(draft=request.draft, answers=answers)):
        return redirect("apply_elsewhere", call=call, draft=draft)
    open_now = {step.key: reverse("apply_step", kwargs={"call": call, "draft": draft, "step": step.key}) for step in asked_of(request.draft, sent).steps}
    groups = [
        {"title": step.title, "facts": facts, "edit_url": f"{open_now[step.key]}?check" if step.key in open_now else ""}
        for step, facts in shown_steps(definition, answers)
    ]
    on_the_way = [step.key for step in definition.shown_steps(answers) if step.key in open_now]
    context = {
        "call": request.draft.call,
        "draft": draft,
        "helping": request.share is not None,
        "offered": request.share is not None and request.share.offered_at is not None,
        "definition": definition,
        "groups": groups,
        "number": len(groups) + 1,
        "key": request.draft.idempotency_key,
        "code": show_code(request.key.code),
        "sent": sent,
        "unsaved": [{"title": definition.step(key).title, "url": f"{url}?check"} for key, url in open_now.items() if _typed(rows, key)],
        "back_url": open_now[on_the_way[-1]] if on_the_way else receipt_of(request.draft).url,
    }
    return render(request, "applications/check.html", context)


def _typed(rows: dict[str, DraftStep], step: str) -> bool:
    """Whether something was typed in the step after it was last saved."""
    return step in rows and bool(rows[step].typed)
