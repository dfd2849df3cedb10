"""The start page, and leaving a shared phone."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from forms_app.applications.access import ApplicantRequest, give_key, key_of, take_key, way_to
from forms_app.applications.codes import show_code
from forms_app.applications.models import Draft
from forms_app.applications.services import call_shown, draft_for, saved_answers, start_draft
from forms_app.applications.services.begin import keep_what_was_asked
from forms_app.calls.models import Call
from forms_app.engine.definition import Definition, definition_of
from forms_app.engine.services import current_version
from portal.core import languages
from portal.core.throttle import held, held_until, say_when

from .common import first_open_step, is_corrected, private, submission_of
from .eligibility import asked_before, carried, where_she_stands

_FILLED_BY = {"me": Draft.FilledBy.SELF, "another": Draft.FilledBy.OTHER}
#: What the whole way weighs at most, from the home page to the receipt without documents: tests/journeys/test_application_weight.py
WEIGHT_KB = 250
#: A question takes half a minute, said in steps of five minutes.
_QUESTIONS_A_MINUTE, _ROUNDED = 2, 5


@private
def start(request: HttpRequest, call: str) -> HttpResponse:
    """Continue, start for me, start for another woman. Never shows what is in a draft; writes nothing on GET."""
    at = timezone.now()
    found = call_shown(slug=call, at=at)
    version = current_version(key=found.form_key) if found and found.form_key else None
    if found is None:
        raise Http404
    here = unfinished_here(request)
    if here and request.POST.get("who") == "continue":
        return first_open_step(here, saved_answers(draft=here))
    if version is None or not found.takes_files(at):
        return _closed(request, call=found, here=here)
    definition = definition_of(version)
    before = asked_before(request, definition)
    until = None
    if request.method == "POST":
        who = request.POST.get("who", "")
        answered = before is None or before.is_valid()
        if who in _FILLED_BY and answered and here and request.POST.get("sure") != "yes":
            return keep_first(request, call=found, who=who, here=here, kept=carried(before))
        until = held_until(request, "start") if who in _FILLED_BY and answered else None
        if who in _FILLED_BY and answered and until is None:
            new, code = start_draft(call=found, language=languages.current(), filled_by=_FILLED_BY[who], at=at)
            keep_what_was_asked(draft=new, answers=before.answers() if before else {}, at=at)
            first = definition.shown_steps({})[0]
            response = redirect("apply_step", call=found.slug, draft=new.public_id, step=first.key)
            give_key(response, draft=new, code=code)
            return response
    context = {
        "call": found,
        "for_women": found.kind == Call.Kind.PROJECT_HOLDERS,
        **where_she_stands(definition, before),
        "can_continue": bool(here),
        "elsewhere": here is not None and here.call_id != found.pk,
        "cleared": "cleared" in request.GET,
        "steps": len(definition.steps),
        "minutes": _minutes(definition),
        "weight": WEIGHT_KB,
        "held": say_when(until) if until else "",
        "registered_before": any(question.standard == "registered_before" for question in definition.questions()),
    }
    page = render(request, "applications/start.html", context)
    return held(page, until) if until else page


def _closed(request: HttpRequest, *, call: Call, here: Draft | None) -> HttpResponse:
    """Why nothing can be begun is told by the call's page; “next woman” leaves nothing of the one before her, all the same."""
    response = redirect("call", slug=call.slug)
    if request.POST.get("who") in _FILLED_BY and (here is None or request.POST.get("sure") == "yes"):
        take_key(response)
    return response


def unfinished_here(request: HttpRequest) -> Draft | None:
    """The file this browser has the key of, whatever its call, if it was never sent or is being corrected."""
    key = key_of(request)
    draft = draft_for(public_id=key.draft_id) if key else None
    return draft if draft and way_to(draft, key) and (submission_of(draft) is None or is_corrected(draft)) else None


def keep_first(request: HttpRequest, **context: Any) -> HttpResponse:
    """Before this phone loses the key of an unfinished file: its code, and the ways on."""
    key = key_of(request)
    way = way_to(context["here"], key)
    helping = way is not None and way.share is not None
    return render(request, "applications/keep_first.html", {**context, "helping": helping, "code": show_code(key.code) if key and not helping else ""})


def _minutes(definition: Definition) -> int:
    asked = sum(1 for question in definition.questions() if question.type != "information")
    return max(1, -(-asked // (_QUESTIONS_A_MINUTE * _ROUNDED))) * _ROUNDED


@csrf_exempt  # checked within
@require_POST
@private
def clear(request: ApplicantRequest, call: str) -> HttpResponse:
    """Finish and clear this phone: the browser forgets the draft; the file itself stays, the code opens it again.

    From a page of ours it does so though its token is too old (somebody signed in meanwhile): she leaves a phone that is not hers.
    """
    request.shown_again = partial(cleared, call)
    return _clear(request, call)


@csrf_protect
def _clear(request: HttpRequest, call: str) -> HttpResponse:
    return cleared(call)


def cleared(call: str) -> HttpResponse:
    """No key, and nothing of what the page kept while there was no network."""
    response = redirect("apply", call=call)
    response["Location"] += "?cleared"
    response["Clear-Site-Data"] = '"storage"'
    take_key(response)
    return response
