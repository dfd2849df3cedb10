"""A form's definition: the names that other rooms use, and what a version froze."""

from collections.abc import Mapping
from functools import lru_cache

from portal.core.fingerprints import canonical, fingerprint

from .conditions import holds
from .models import FormVersion
from .problems import Problem, problems, warnings
from .shapes import CHOICE_TYPES, QUESTION_TYPES, Audio, Choice, Definition, Question, Rule, Step, parse

__all__ = [
    "CHOICE_TYPES",
    "QUESTION_TYPES",
    "Audio",
    "Choice",
    "Definition",
    "Problem",
    "Question",
    "Rule",
    "Step",
    "canonical",
    "definition_of",
    "fingerprint",
    "matching_rules",
    "parse",
    "parted",
    "problems",
    "sensitive_keys",
    "warnings",
]

_known: dict[str, Definition] = {}


def definition_of(version: FormVersion) -> Definition:
    """The definition a version froze. Parsed once a process: versions never change, so the hash is a safe key."""
    if version.sha256 not in _known:
        _known[version.sha256] = parse(version.definition)
    return _known[version.sha256]


@lru_cache(maxsize=256)
def sensitive_keys(definition: Definition) -> frozenset[str]:
    """Keys of the questions whose answers are encrypted at rest; a group is sensitive as a whole when anything in it is."""
    return frozenset(question.key for question in definition.questions() if question.is_sensitive)


def parted(definition: Definition, answers: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Answers as they are stored: ``answers`` in the clear, ``sealed`` those to encrypt."""
    secret = sensitive_keys(definition)
    return {
        "answers": {key: value for key, value in answers.items() if key not in secret},
        "sealed": {key: value for key, value in answers.items() if key in secret},
    }


def matching_rules(definition: Definition, answers: Mapping[str, object]) -> list[Rule]:
    """The rules about who may apply that these answers meet, in the form's order."""
    return [rule for rule in definition.rules if holds(rule.test, answers)]
