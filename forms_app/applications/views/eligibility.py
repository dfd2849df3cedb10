"""On the start page: the questions that come before a file, and what the rules say to the answers. Nothing is kept of them here."""

from django.http import HttpRequest

from forms_app.engine.before import standing, step_before
from forms_app.engine.definition import Definition
from forms_app.engine.shown import shown_steps
from forms_app.engine.step_forms import StepForm, build_step_form
from portal.core import languages

from .second_language import also_of

#: Values of the page's buttons: see what the rules say; answer again.
CHECK, CHANGE = "check", "change"


def asked_before(request: HttpRequest, definition: Definition) -> StepForm | None:
    """The questions, with what was answered if anything was sent; ``None`` when the form has none."""
    step = step_before(definition)
    if step is None:
        return None
    make = build_step_form(step, language=languages.current(), answers={}, also=also_of(request))
    pressed = request.POST.get("who", "")
    if not pressed or pressed == "continue":
        return make()
    answered = make(data=request.POST)
    return make(initial=answered.answers() if answered.is_valid() else {}) if pressed == CHANGE else answered


def where_she_stands(definition: Definition, before: StepForm | None) -> dict[str, object]:
    """For the page: the questions (``before``), or once they are answered what the rules say (``standing``) and the answers."""
    if before is None or not before.is_bound or not before.is_valid():
        return {"before": before}
    answers = before.answers()
    said = shown_steps(Definition(definition.title, (before.step,)), answers)
    return {"standing": standing(definition, answers), "facts": [fact for _step, facts in said for fact in facts], "carried": carried(before)}


def carried(before: StepForm | None) -> list[tuple[str, object]]:
    """The answers as hidden fields of the buttons that begin a file."""
    answers = before.answers() if before else {}
    return [(name, one) for name, value in answers.items() for one in (value if isinstance(value, list) else [value])]
