"""What is asked of a draft: its whole form, or only the questions named when a file is to be completed."""

from dataclasses import replace
from functools import lru_cache

from forms_app.engine.definition import Definition, Step, definition_of

from .models import Draft, Status, Submission
from .services import completion


def asked_of(draft: Draft, submission: Submission | None) -> Definition:
    """The form as it stands open now. A file to be completed costs one query more."""
    definition = definition_of(draft.form_version)
    if submission is None or submission.status != Status.TO_COMPLETE:
        return definition
    return _narrowed(definition, frozenset(completion(submission=submission).questions))


@lru_cache(maxsize=256)
def _narrowed(definition: Definition, named: frozenset[str]) -> Definition:
    steps = (_only(step, named) for step in definition.steps)
    return replace(definition, steps=tuple(step for step in steps if step.questions))


def _only(step: Step, named: frozenset[str]) -> Step:
    return replace(step, questions=tuple(question for question in step.questions if question.key in named))
