"""Check the answers and send them."""

from collections.abc import Container, Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from forms_app.applications.access import ApplicantRequest
from forms_app.applications.codes import show_code
from forms_app.applications.models import Draft, DraftStep, Upload
from forms_app.applications.narrowing import asked_of
from forms_app.applications.services import CallNotOpen, IncompleteDraft, OutsideTerritory, may_send, saved_steps, submit_draft
from forms_app.applications.services.elsewhere import commune_code, is_outside
from forms_app.applications.services.uploads import as_answers, documents_of
from forms_app.engine.definition import Step, definition_of
from forms_app.engine.rechecking import recheck
from forms_app.engine.shown import shown_steps
from portal.core import languages
from portal.core.drawn import draw_page, draw_part, gap
from portal.core.templatetags.portal_text import shown
from portal.core.throttle import held, held_until, say_when

from .common import receipt_of, submission_of, with_draft
from .documents import annexes_part


@with_draft
def check(request: ApplicantRequest, call: str, draft: str) -> HttpResponse:
    """All answers, each group with a way to change it. Sending is a POST that carries the draft's own key."""
    at = timezone.now()
    sent = submission_of(request.draft)
    if sent and not request.draft.reopened_at:
        return receipt_of(request.draft)
    sending = request.method == "POST" and request.POST.get("key") == str(request.draft.idempotency_key)
    until = held_until(request, "submit", file=draft) if sending else None
    if sending and until is None:
        try:
            submit_draft(draft=request.draft, resume_code=request.key.code, language=languages.current(), at=at)
        except CallNotOpen:
            return receipt_of(request.draft) if sent else redirect("call", slug=call)
        except IncompleteDraft as incomplete:
            return _to_step(request.draft, incomplete.steps[0], saved_steps(draft=request.draft))
        except OutsideTerritory:
            return redirect("apply_elsewhere", call=call, draft=draft)
        else:
            return receipt_of(request.draft)
    if not may_send(draft=request.draft, submission=sent, at=at):
        return receipt_of(request.draft) if sent else redirect("call", slug=call)
    definition = definition_of(request.draft.form_version)
    rows = saved_steps(draft=request.draft)
    documents = documents_of(draft=request.draft, definition=definition)
    saved = {step: row.everything for step, row in rows.items()}
    answers, lacking = recheck(definition, answers=saved, language=languages.current(), uploads=as_answers(documents))
    if lacking:
        return _to_step(request.draft, lacking[0], rows)
    if is_outside(draft=request.draft, commune=commune_code(draft=request.draft, answers=answers)):
        return redirect("apply_elsewhere", call=call, draft=draft)
    open_now = {step.key: reverse("apply_step", kwargs={"call": call, "draft": draft, "step": step.key}) for step in asked_of(request.draft, sent).steps}
    unsaved = [step for step in definition.shown_steps(answers) if step.key in open_now and _typed(rows, step.key)]
    wait = say_when(until) if until else ""
    response = answers_page(request, answers=answers, documents=documents, open_now=open_now, unsaved=unsaved, wait=wait)
    return held(response, until) if until else response


def _to_step(draft: Draft, step: str, saved: Container[str]) -> HttpResponse:
    """To a step that lacks an answer. One that was saved says which answer holds no longer, and leads back here."""
    address = reverse("apply_step", kwargs={"call": draft.call.slug, "draft": draft.public_id, "step": step})
    return redirect(f"{address}?check" if step in saved else address)


def answers_page(
    request: ApplicantRequest,
    *,
    answers: Mapping[str, object],
    documents: Mapping[str, list[Upload]],
    open_now: Mapping[str, str],
    unsaved: Sequence[Step],
    wait: str = "",
) -> HttpResponse:
    """All answers and documents of ``request.draft``, with the addresses of the steps that may be opened now and those of them where something typed waits.

    ``wait``: until when, where it was sent too often.
    """
    draft, definition = request.draft, definition_of(request.draft.form_version)
    groups = shown_steps(definition, answers)
    edit = {key: f"{url}?check" for key, url in open_now.items()}
    on_the_way = [step.key for step, _facts in groups if step.key in open_now]
    same = {
        "call": {"slug": draft.call.slug, "kind": draft.call.kind},
        "helping": request.share is not None,
        "offered": request.share is not None and request.share.offered_at is not None,
        "form_title": definition.title,
        "number": len(groups) + 1,
        "sent": submission_of(draft) is not None,
        "unsaved": [{"title": step.title, "url": gap(f"edit_{number}")} for number, step in enumerate(unsaved)],
    }
    hers = {
        "draft": draft.public_id,
        "answers": SafeString("".join(_group(step, facts, edit.get(step.key, "")) for step, facts in groups) + annexes_part(draft, documents, request.path)),
        "key": draft.idempotency_key,
        "code": show_code(request.key.code),
        "back_url": open_now[on_the_way[-1]] if on_the_way else receipt_of(draft).url,
        "wait": SafeString(render_to_string("components/notice.html", {"text": wait, "tone": "wait"})) if wait else "",
    }
    return draw_page(request, "applications/check.html", same=same, hers=hers | {f"edit_{number}": edit[step.key] for number, step in enumerate(unsaved)})


def _group(step: Step, facts: list[dict], edit_url: str) -> SafeString:
    """The answers of a step, with a way to change them."""
    given = [fact["value"] not in (None, "") for fact in facts]
    named = [{"label": fact["label"], "dir": fact["dir"], "value": gap(f"value_{number}") if given[number] else ""} for number, fact in enumerate(facts)]
    hers = {f"value_{number}": shown(fact["value"]) for number, fact in enumerate(facts) if given[number]}
    return draw_part("components/answers.html", same={"title": step.title, "facts": named}, hers={"edit_url": edit_url, **hers})


def _typed(rows: dict[str, DraftStep], step: str) -> bool:
    """Whether something was typed in the step after it was last saved."""
    return step in rows and bool(rows[step].typed)
