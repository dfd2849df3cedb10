"""A form's definition: the names that other rooms use, the fingerprint, and what a version froze."""

import hashlib
import json
from collections.abc import Mapping

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
    "problems",
    "sensitive_keys",
    "warnings",
]

_known: dict[str, Definition] = {}


def canonical(definition: Mapping) -> str:
    """The one spelling of a definition that its hash is taken of: sorted keys, no spaces, real letters."""
    return json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(definition: Mapping) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(definition).encode()).hexdigest()


def definition_of(version: FormVersion) -> Definition:
    """The definition a version froze. Parsed once a process: versions never change, so the hash is a safe key."""
    if version.sha256 not in _known:
        _known[version.sha256] = parse(version.definition)
    return _known[version.sha256]


def sensitive_keys(definition: Definition) -> frozenset[str]:
    """Keys of the questions whose answers are encrypted at rest; a group is sensitive as a whole when anything in it is."""
    return frozenset(question.key for question in definition.questions() if question.is_sensitive)


def matching_rules(definition: Definition, answers: Mapping[str, object]) -> list[Rule]:
    """The rules about who may apply that these answers meet, in the form's order."""
    return [rule for rule in definition.rules if holds(rule.test, answers)]
