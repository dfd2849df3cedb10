"""Asked before a file is begun: a few questions of the form, and what its rules say to the answers.

Rules advise and never refuse (DESIGN 5): whoever is told to go elsewhere is told the rule, and may begin all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .definition import matching_rules
from .shapes import RULE_ANSWERS, Definition, Rule, Step, Words

#: Name of that small step; no step of a form can have it.
BEFORE = "start"


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: one of ``RULE_ANSWERS``, the most reserved of the rules that apply, and these rules."""

    answer: str
    rules: tuple[Rule, ...]


@lru_cache(maxsize=256)
def step_before(definition: Definition) -> Step | None:
    """The questions, as one small step; nothing when the form has none."""
    questions = definition.asked_before()
    return Step(key=BEFORE, title=Words(), questions=questions) if questions else None


def standing(definition: Definition, answers: Mapping[str, object]) -> Standing:
    """What the rules about these questions say today. When none applies, the committee decides."""
    asked = {question.key for question in definition.asked_before()}
    rules = tuple(rule for rule in matching_rules(definition, answers) if {leaf.key for leaf in rule.test.leaves()} <= asked)
    return Standing(max((rule.answer for rule in rules), key=RULE_ANSWERS.index, default="committee"), rules)


def by_step(definition: Definition, answers: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The answers under the steps where the form asks them again."""
    found: dict[str, dict[str, object]] = {}
    for step in definition.steps:
        for question in step.questions:
            if question.before and question.key in answers:
                found.setdefault(step.key, {})[question.key] = answers[question.key]
    return found
