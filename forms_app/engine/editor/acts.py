"""What editors do to a form: every act reads the newest draft under a lock, changes one part of it and leaves a revision.

Two people on two steps therefore never undo each other's work; two on one step are told (:class:`StepChanged`).
"""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from forms_app.engine.definition import fingerprint
from forms_app.engine.models import FormDefinition

from .codes import free_code


class FormLocked(RuntimeError):
    """Somebody locked the form, or a workflow keeps it from being changed by this person."""


class NoSuchPart(LookupError):
    """The step or question is not there any more."""


class StepChanged(RuntimeError):
    """Somebody saved the step after it was opened here. ``theirs`` is the step as it is now, ``revision`` tells by whom and when."""

    def __init__(self, theirs: dict[str, Any], revision: Revision | None) -> None:
        super().__init__(theirs["key"])
        self.theirs, self.revision = theirs, revision


@contextmanager
def _changing(form: int, by: User) -> Iterator[FormDefinition]:
    """The newest draft; saved as a revision when the block ends well."""
    with transaction.atomic():
        draft = FormDefinition.for_update(form).draft()
        lock = draft.get_lock()
        if lock and lock.for_user(by):
            raise FormLocked
        yield draft
        draft.save_revision(user=by, changed=True, clean=False, log_action=True)


def _place_of(things: list[dict[str, Any]], key: str) -> int:
    for number, thing in enumerate(things):
        if thing.get("key") == key:
            return number
    raise NoSuchPart(key)


def keys_of(steps: list[dict[str, Any]], *, without: str = "") -> set[str]:
    """Codes of all questions, those of one step left out if asked."""
    return {question["key"] for step in steps if step["key"] != without for question in step["questions"]}


def save_step(*, form: int, step: str, content: Mapping[str, Any], seen: str, by: User, replace: bool = False) -> None:
    """Put what a screen holds in the place of a step.

    ``seen`` is the fingerprint of the step as the screen was opened with it; ``replace`` overrules what somebody saved since.

    Raises:
        FormLocked: when she may not change the form now.
        NoSuchPart: when the step was removed or has another code.
        StepChanged: when somebody else saved the step meanwhile.
    """
    with _changing(form, by) as draft:
        place = _place_of(draft.steps, step)
        if not replace and fingerprint(draft.steps[place]) != seen:
            raise StepChanged(draft.steps[place], draft.latest_revision)
        draft.steps[place] = dict(content)


def add_step(*, form: int, by: User) -> str:
    """A new empty step at the end.

    Returns:
        Its code.
    """
    with _changing(form, by) as draft:
        taken = {step["key"] for step in draft.steps}
        number = len(draft.steps) + 1
        while f"step_{number}" in taken:
            number += 1
        draft.steps.append({"key": f"step_{number}", "title": {}, "questions": []})
    return f"step_{number}"


def move_step(*, form: int, step: str, by: User, down: bool) -> None:
    """One place up or down; at the end it stays."""
    with _changing(form, by) as draft:
        place = _place_of(draft.steps, step)
        other = min(max(place + (1 if down else -1), 0), len(draft.steps) - 1)
        draft.steps.insert(other, draft.steps.pop(place))


#: What only one question of a form is: the one that fills its column, the one asked on the start page.
_OF_ONE = ("standard", "before")


def _copy(question: Mapping[str, Any]) -> dict[str, Any]:
    return copy.deepcopy({name: value for name, value in question.items() if name not in _OF_ONE})


def duplicate_step(*, form: int, step: str, by: User) -> str:
    """A copy right after it, with new codes; conditions and totals inside it follow the copied questions. It fills no standard field.

    Returns:
        Code of the copy.
    """
    with _changing(form, by) as draft:
        place = _place_of(draft.steps, step)
        made = copy.deepcopy(draft.steps[place])
        made["key"] = free_code(made["key"], {one["key"] for one in draft.steps})
        made["questions"] = [_copy(question) for question in made["questions"]]
        taken, renamed = keys_of(draft.steps), {}
        for question in made["questions"]:
            renamed[question["key"]] = free_code(question["key"], taken)
            taken.add(renamed[question["key"]])
            question["key"] = renamed[question["key"]]
        for question in made["questions"]:
            if question.get("show_if"):
                question["show_if"] = _renamed(question["show_if"], renamed)
            if question.get("total_of"):
                group, dot, column = question["total_of"].partition(".")
                question["total_of"] = f"{renamed.get(group, group)}{dot}{column}"
        draft.steps.insert(place + 1, made)
    return made["key"]


def _renamed(condition: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    for word in ("all", "any"):
        if word in condition:
            return {word: [_renamed(part, names) for part in condition[word]]}
    return {**condition, "key": names.get(condition["key"], condition["key"])}


def remove_step(*, form: int, step: str, by: User) -> None:
    """Take a step out; the history keeps it."""
    with _changing(form, by) as draft:
        del draft.steps[_place_of(draft.steps, step)]


@contextmanager
def _changing_question(form: int, step: str, question: str, by: User) -> Iterator[tuple[list[dict], int, int]]:
    with _changing(form, by) as draft:
        place = _place_of(draft.steps, step)
        yield draft.steps, place, _place_of(draft.steps[place]["questions"], question)


def move_question(*, form: int, step: str, question: str, by: User, down: bool) -> None:
    """One place up or down; past the end of its step it goes to the next one, before the first to the end of the one before."""
    with _changing_question(form, step, question, by) as (steps, place, number):
        here = steps[place]["questions"]
        other = number + (1 if down else -1)
        if 0 <= other < len(here):
            here.insert(other, here.pop(number))
        elif 0 <= (next_step := place + (1 if down else -1)) < len(steps):
            moved = here.pop(number)
            there = steps[next_step]["questions"]
            there.insert(0 if down else len(there), moved)


def duplicate_question(*, form: int, step: str, question: str, by: User) -> str:
    """A copy right after it, with a code of its own. It fills no standard field.

    Returns:
        Code of the copy.
    """
    with _changing_question(form, step, question, by) as (steps, place, number):
        made = _copy(steps[place]["questions"][number])
        made["key"] = free_code(made["key"], keys_of(steps))
        steps[place]["questions"].insert(number + 1, made)
    return made["key"]


def remove_question(*, form: int, step: str, question: str, by: User) -> None:
    """Take a question out; the history keeps it."""
    with _changing_question(form, step, question, by) as (steps, place, number):
        del steps[place]["questions"][number]


def why_locked() -> str:
    """What to tell somebody who met :class:`FormLocked`."""
    return _("Somebody locked this form, or it waits for approval: nothing was saved.")
