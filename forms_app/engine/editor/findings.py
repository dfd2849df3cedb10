"""What is missing and what could be better, beside the screen where it is put right."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from forms_app.engine.definition import Problem, canonical, problems, warnings


@dataclass(frozen=True)
class Finding:
    """One line of the list: what, where in words, and the codes of step and question if it lies in one."""

    text: str
    where: str
    step: str = ""
    question: str = ""


def missing(definition: Mapping[str, Any]) -> list[Finding]:
    """Everything that forbids publishing."""
    return _examined(canonical(definition), get_language())[0]


def advice(definition: Mapping[str, Any]) -> list[Finding]:
    """What does not forbid it, but an editor should know."""
    return _examined(canonical(definition), get_language())[1]


@lru_cache(maxsize=16)
def _examined(text: str, _language: str) -> tuple[list[Finding], list[Finding]]:
    """Examining 200 questions takes a tenth of a second, and every screen of a form asks for it: the last ones are kept."""
    definition = json.loads(text)
    return _located(problems(definition), definition), _located(warnings(definition), definition)


def _located(found: Iterable[Problem], definition: Mapping[str, Any]) -> list[Finding]:
    questions = {step["key"]: {question["key"] for question in step["questions"]} for step in definition["steps"]}
    located = []
    for problem in found:
        step, _dot, rest = problem.place.partition(".")
        question = rest.partition(".")[0]
        known = step in questions
        located.append(Finding(problem.text, problem.where, step if known else "", question if known and question in questions[step] else ""))
    return located


def of_step(found: Iterable[Finding], step: str) -> list[Finding]:
    """Those of one step."""
    return [finding for finding in found if finding.step == step]


def vanished(definition: Mapping[str, Any], published: Mapping[str, Any] | None) -> list[str]:
    """Codes of questions that the published form asks and this one does not: lists and figures lose them."""
    if not published:
        return []
    now = {question["key"] for step in definition["steps"] for question in step["questions"]}
    return [question["key"] for step in published["steps"] for question in step["questions"] if question["key"] not in now]
