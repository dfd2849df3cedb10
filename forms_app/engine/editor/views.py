"""The screen of one step, its preview, and the buttons of the outline."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from forms_app.engine.models import FormDefinition
from portal.core import languages
from portal.core.staff.requests import StaffRequest
from portal.core.translated import TranslatedText

from . import acts, findings
from .changes import changes
from .preview import preview_form
from .rights import require
from .step_screen import StepScreen
from .surroundings import for_browser, questions_before

_GONE = gettext_lazy("This part is not there any more: somebody removed it or changed its code.")
LIST, EDIT, STEP = "form_editor:list", "form_editor:edit", "form_editor:step"


def _form_of(request: StaffRequest, pk: int, action: str) -> FormDefinition:
    """The newest draft, if she may do this with it."""
    form = get_object_or_404(FormDefinition.objects.select_related("latest_revision"), pk=pk).draft()
    require(request.user, action, form)
    return form


def _step_of(form: FormDefinition, key: str) -> dict[str, Any]:
    step = form.step(key)
    if step is None:
        raise Http404
    return step


@never_cache
@require_http_methods(["GET", "POST"])
def edit_step(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Show or save one step."""
    form = _form_of(request, pk, "change")
    if request.method == "POST" and form.step(key) is None:
        return _gone(request, form, key)
    step = _step_of(form, key)
    if request.method == "GET":
        return _show(request, form, step, StepScreen(definition=form, step=step))
    screen = StepScreen(request.POST, definition=form, step=step)
    if not screen.is_valid():
        messages.error(request, _("The step was not saved: correct what is marked."))
        return _show(request, form, step, screen)
    content = screen.content()
    try:
        acts.save_step(form=pk, step=key, content=content, seen=screen.cleaned_data["seen"], by=request.user, replace="replace" in request.POST)
    except acts.FormLocked:
        messages.error(request, acts.why_locked())
        return _show(request, form, step, screen)
    except acts.NoSuchPart:
        return _gone(request, form, key)
    except acts.StepChanged as error:
        return _conflict(request, form, screen, error)
    messages.success(request, _("The step was saved as a draft."))
    return redirect(EDIT if "leave" in request.POST else STEP, *([pk] if "leave" in request.POST else [pk, content["key"]]))


def _gone(request: StaffRequest, form: FormDefinition, key: str) -> HttpResponse:
    """Nothing is saved where there is no step any more; what she wrote stays on the screen, to be taken elsewhere."""
    step: dict[str, Any] = {"key": key, "title": {}, "questions": []}
    messages.error(request, _GONE)
    return _show(request, form, step, StepScreen(request.POST, definition=form, step=step), status=409)


def _conflict(request: StaffRequest, form: FormDefinition, screen: StepScreen, error: acts.StepChanged) -> HttpResponse:
    """Nothing is saved; she sees what somebody else wrote, keeps her own words on the screen, and decides."""
    wrapped = [{"title": {}, "steps": [step]} for step in (error.theirs, screen.content())]
    context: dict[str, Any] = {"conflict": changes(*wrapped), "theirs": error.revision, "status": 409}
    messages.error(request, _("Somebody else saved this step while you were writing: yours is not saved yet."))
    return _show(request, form, error.theirs, screen, **context)


def _show(request: StaffRequest, form: FormDefinition, step: dict[str, Any], screen: StepScreen, status: int = 200, **more: Any) -> HttpResponse:
    number = next((number for number, one in enumerate(form.steps, 1) if one["key"] == screen.step["key"]), len(form.steps) + 1)
    data = form.as_json()
    lock = form.get_lock()
    context = {
        "form": form,
        "screen": screen,
        "step": step,
        "number": number,
        "steps": form.steps,
        "missing": findings.of_step(findings.missing(data), step["key"]),
        "advice": findings.of_step(findings.advice(data), step["key"]),
        "languages": [(code, languages.own_name(code)) for code in languages.codes()],
        "locked": bool(lock and lock.for_user(request.user)),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(LIST), "label": FormDefinition._meta.verbose_name_plural},
            {"url": reverse(EDIT, args=[form.pk]), "label": str(form)},
            {"url": "", "label": str(TranslatedText(step.get("title") or {})) or step["key"]},
        ],
        **for_browser(questions_before(form.steps, step["key"])),
        **more,
    }
    return render(request, "engine/admin/step.html", context, status=status)


@never_cache
@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def preview_step(request: StaffRequest, pk: int, key: str, language: str) -> HttpResponse:
    """The step as applicants see it: what is on the screen when it is posted, what was saved otherwise."""
    form = _form_of(request, pk, "view")
    step = _step_of(form, key)
    if request.method == "POST":
        require(request.user, "change", form)
        screen = StepScreen(request.POST, definition=form, step=step)
        if not screen.is_valid():
            return render(request, "engine/admin/no_preview.html", {"screen": screen})
        content = screen.content()
        form.steps[form.steps.index(step)] = content
        key = content["key"]
    return preview_form(request=request, definition=form.as_json(), language=language, only=key)


#: What a button of the outline does; those that return a code lead to the new step.
_STEP_ACTS = {
    "up": lambda **where: acts.move_step(**where, down=False),
    "down": lambda **where: acts.move_step(**where, down=True),
    "copy": lambda **where: acts.duplicate_step(**where),
    "remove": lambda **where: acts.remove_step(**where),
}
_QUESTION_ACTS = {
    "up": lambda **where: acts.move_question(**where, down=False),
    "down": lambda **where: acts.move_question(**where, down=True),
    "copy": lambda **where: acts.duplicate_question(**where),
    "remove": lambda **where: acts.remove_question(**where),
}


@require_POST
def change_outline(request: StaffRequest, pk: int) -> HttpResponse:
    """One button: ``act`` is ``add``, ``up:step`` or ``up:step:question``."""
    _form_of(request, pk, "change")
    verb, *place = request.POST.get("act", "").split(":")
    where: dict[str, Any] = {"form": pk, "by": request.user}
    try:
        if verb == "add":
            return redirect(STEP, pk, acts.add_step(**where))
        if len(place) == 1 and verb in _STEP_ACTS:
            _STEP_ACTS[verb](**where, step=place[0])
        elif len(place) == 2 and verb in _QUESTION_ACTS:
            _QUESTION_ACTS[verb](**where, step=place[0], question=place[1])
        else:
            raise Http404
    except acts.FormLocked:
        messages.error(request, acts.why_locked())
    except acts.NoSuchPart:
        messages.error(request, _GONE)
    else:
        messages.success(request, _("Saved as a draft. The history keeps the state before."))
    anchor = f"#step-{place[0]}" if place and verb != "remove" else ""
    return redirect(f"{reverse(EDIT, args=[pk])}{anchor}")
