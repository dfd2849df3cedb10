"""Two tabs or two phones on one step: both answers side by side, and she chooses. Nothing is overwritten in silence."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forms_app.applications.models import DraftStep
from forms_app.calls.models import Call
from forms_app.engine.definition import Step
from forms_app.engine.shown import facts_of
from forms_app.engine.step_forms import StepForm

from .common import step_version

#: Followed by a question's code; the value says whose answer is kept.
TAKE = "wizard-take-"
THEIRS = "saved"


def page(request: HttpRequest, *, call: Call, step: Step, form: StepForm, row: DraftStep) -> HttpResponse:
    """The questions answered differently, each with both answers; all that was typed goes along."""
    mine, theirs = form.answers(), row.everything
    differing = [question for question in form.asked if mine.get(question.key) != theirs.get(question.key)]
    kept = [(name, value) for name, values in request.POST.lists() for value in values if not name.startswith(("csrf", "wizard-"))]
    context = {
        "call": call,
        "step": step,
        "pairs": [
            {"name": f"{TAKE}{one.key}", "label": one.label, "mine": list(facts_of(one, mine)), "theirs": list(facts_of(one, theirs))} for one in differing
        ],
        "kept": [*kept, ("wizard-current_step", step.key), ("wizard-version", str(row.version))],
        "saved_at": row.updated_at,
    }
    return render(request, "applications/conflict.html", context, status=409)


def version_to_show(post: Mapping[str, str]) -> int | None:
    """Which version a step says that it was filled in from, shown again after ``post`` was refused. What was chosen on this page is asked again."""
    return 0 if any(name.startswith(TAKE) for name in post) else step_version(post)


def settled(post: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object], step: Step) -> dict[str, object]:
    """The answers to save: those of this page, but for the questions where she chose the other ones.

    Answers of the step that this page did not ask (a file to be completed asks a few only) stay as they were saved.
    """
    answers = {key: value for key, value in theirs.items() if step_lacks(step, key)} | dict(mine)
    for question in step.questions:
        if post.get(f"{TAKE}{question.key}") == THEIRS:
            answers.pop(question.key, None)
            answers |= {question.key: theirs[question.key]} if question.key in theirs else {}
    return answers


def step_lacks(step: Step, key: str) -> bool:
    """Whether the page does not ask this question."""
    return all(question.key != key for question in step.questions)
