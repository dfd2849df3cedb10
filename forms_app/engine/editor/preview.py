"""How a form will look, built from whatever is on the editor's screen. Nothing is saved."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from forms_app.engine.definition import Step, parse
from forms_app.engine.step_forms import build_step_form
from portal.core import languages
from portal.core.chrome import ServiceRequest


def _always_asked(step: Mapping[str, Any]) -> dict[str, Any]:
    """The step without its conditions: an editor wants to see every question."""
    return {**step, "show_if": None, "questions": [{**question, "show_if": None} for question in step["questions"]]}


def preview_form(*, request: HttpRequest, definition: Mapping[str, Any], language: str, only: str = "") -> HttpResponse:
    """The steps (``only`` one of them) as an applicant sees them in ``language``, all questions shown, the conditional ones marked."""
    language = language if language in languages.codes() else languages.codes()[0]
    conditional = {question["key"] for step in definition["steps"] for question in step["questions"] if question.get("show_if")}
    parsed = parse({**definition, "rules": [], "steps": [_always_asked(step) for step in definition["steps"]]})
    cast("ServiceRequest", request).portal_service = True
    with translation.override(language):
        steps = [_shown(step, number, language, conditional) for number, step in enumerate(parsed.steps, 1) if only in ("", step.key)]
        return render(request, "engine/admin/preview.html", {"definition": parsed, "steps": steps, "total": len(parsed.steps) + 1})


def _shown(step: Step, number: int, language: str, conditional: set[str]) -> dict[str, Any]:
    form = build_step_form(step, language=language, answers={})()
    return {"step": step, "number": number, "form": form, "conditional": any(question.key in conditional for question in step.questions)}
