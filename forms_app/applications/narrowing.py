"""What is asked of a draft: its whole form, or only what is to be completed: the questions named, and what the answers to them ask for beside."""

from dataclasses import replace
from functools import lru_cache

from forms_app.engine.definition import Definition, Step, definition_of
from forms_app.engine.rechecking import checked_steps
from portal.core import languages

from .models import Draft, Status, Submission
from .services import saved_answers
from .services.drafts import TYPED_OF, by_question


def asked_of(draft: Draft, submission: Submission | None) -> Definition:
    """The form as it stands open now. A file to be completed costs two queries more, and one a commune in it."""
    definition = definition_of(draft.form_version)
    if submission is None or submission.status != Status.TO_COMPLETE:
        return definition
    return _narrowed(definition, frozenset(submission.completion.questions) | _asked_beside(definition, draft, submission))


def said_beside(draft: Draft, step: Step) -> dict[str, list[str]]:
    """What is kept beside words typed on the page of a step: its questions, if it asks some of the step's only. The others keep their saved answers."""
    whole = definition_of(draft.form_version).step(step.key)
    return {} if whole is None or len(whole.questions) == len(step.questions) else {TYPED_OF: [question.key for question in step.questions]}


def _asked_beside(definition: Definition, draft: Draft, submission: Submission) -> frozenset[str]:
    """Questions that what was sent did not meet and what she answers now does; and those whose answers hold no longer. She could not send without them."""
    saved = saved_answers(draft=draft)
    wrong = {name for form, _given in checked_steps(definition, answers=saved, language=languages.current()) for name in form.errors}
    return (definition.met(by_question(saved)) - definition.met(submission.everything)) | wrong


@lru_cache(maxsize=256)
def _narrowed(definition: Definition, named: frozenset[str]) -> Definition:
    steps = (_only(step, named) for step in definition.steps)
    return replace(definition, steps=tuple(step for step in steps if step.questions))


def _only(step: Step, named: frozenset[str]) -> Step:
    return replace(step, questions=tuple(question for question in step.questions if question.key in named))
