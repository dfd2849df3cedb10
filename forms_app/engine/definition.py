"""The shape of a form's definition, and what must be true before it may be published.

A definition is plain JSON: an ordered list of steps, each an ordered list of questions. Codes are stable and
language-free; every text is a mapping of languages.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.core.translated import REQUIRED_LANGUAGES, TranslatedText

from .conditions import Condition, holds
from .models import FormVersion
from .standard_fields import STANDARD_FIELDS

CHOICE_TYPES = frozenset({"choice", "multiple"})
QUESTION_TYPES = CHOICE_TYPES | {"short_text", "long_text", "yes_no", "phone", "date", "commune", "consent", "information"}
#: Addresses of the wizard itself: no step may take them.
RESERVED_STEPS = frozenset({"check", "receipt", "clear", "start"})
MAX_QUESTIONS_A_STEP = 25
MAX_WORDS_A_LABEL = 12
_CODE = re.compile(r"^[a-z0-9][a-z0-9_]{0,39}$")


@dataclass(frozen=True)
class Choice:
    """One answer to choose: a stable code and its words."""

    value: str
    label: TranslatedText


@dataclass(frozen=True)
class Question:
    """One question of a step. ``standard`` names the typed column its answer also fills."""

    key: str
    type: str
    label: TranslatedText
    hint: TranslatedText
    required: bool = True
    choices: tuple[Choice, ...] = ()
    show_if: Condition | None = None
    standard: str = ""
    sensitive: bool = False
    max_length: int = 0
    autocomplete: str = ""

    def asked(self, answers: Mapping[str, object]) -> bool:
        """Whether the condition lets the question be asked, given the answers so far."""
        return holds(self.show_if, answers)


@dataclass(frozen=True)
class Step:
    """One screen of the form."""

    key: str
    title: TranslatedText
    questions: tuple[Question, ...]
    show_if: Condition | None = None

    def shown(self, answers: Mapping[str, object]) -> bool:
        """Whether the step is part of the way: its condition holds and something is asked in it."""
        return holds(self.show_if, answers) and any(question.asked(answers) for question in self.questions)


@dataclass(frozen=True)
class Definition:
    """A whole form."""

    title: TranslatedText
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step | None:
        """The step of that code, or ``None``."""
        return next((step for step in self.steps if step.key == key), None)

    def shown_steps(self, answers: Mapping[str, object]) -> list[Step]:
        """The steps on the way of somebody who answered this."""
        return [step for step in self.steps if step.shown(answers)]

    def questions(self) -> Iterator[Question]:
        """All questions, in the form's order."""
        for step in self.steps:
            yield from step.questions


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


_known: dict[str, Definition] = {}


def parse(data: Mapping) -> Definition:
    """A definition read from its JSON."""
    return Definition(title=TranslatedText(data["title"]), steps=tuple(_step(step) for step in data["steps"]))


def _step(data: Mapping) -> Step:
    return Step(
        key=data["key"],
        title=TranslatedText(data["title"]),
        questions=tuple(_question(one) for one in data["questions"]),
        show_if=Condition.read(data.get("show_if")),
    )


def _question(data: Mapping) -> Question:
    return Question(
        key=data["key"],
        type=data["type"],
        label=TranslatedText(data["label"]),
        hint=TranslatedText(data.get("hint", {})),
        required=data.get("required", True),
        choices=tuple(Choice(choice["value"], TranslatedText(choice["label"])) for choice in data.get("choices", ())),
        show_if=Condition.read(data.get("show_if")),
        standard=data.get("standard", ""),
        sensitive=data.get("sensitive", False),
        max_length=data.get("max_length", 0),
        autocomplete=data.get("autocomplete", ""),
    )


def problems(data: Mapping) -> list[str]:
    """Everything that forbids publishing this definition, in words, with the place. Empty: it may be published."""
    try:
        definition = parse(data)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return [f"Not a definition: {error!r}"]
    found = list(_missing_languages("title", definition.title))
    seen_steps: set[str] = set()
    seen: dict[str, Question] = {}
    for step in definition.steps:
        if not _CODE.match(step.key) or step.key in RESERVED_STEPS or step.key in seen_steps:
            found.append(f"{step.key}: not a usable code of a step")
        seen_steps.add(step.key)
        found += _missing_languages(f"{step.key}.title", step.title)
        if not 1 <= len(step.questions) <= MAX_QUESTIONS_A_STEP:
            found.append(f"{step.key}: 1 to {MAX_QUESTIONS_A_STEP} questions")
        found += _condition_problems(step.key, step.show_if, seen)
        for question in step.questions:
            found += _question_problems(f"{step.key}.{question.key}", question, seen)
            seen[question.key] = question
    return found


def _question_problems(place: str, question: Question, seen: dict[str, Question]) -> Iterator[str]:
    if not _CODE.match(question.key) or question.key in seen:
        yield f"{place}: not a usable code of a question"
    if question.type not in QUESTION_TYPES:
        yield f"{place}: unknown type {question.type}"
    yield from _missing_languages(f"{place}.label", question.label)
    if question.hint:
        yield from _missing_languages(f"{place}.hint", question.hint)
    for language, words in question.label.items():
        if len(words.split()) > MAX_WORDS_A_LABEL:
            yield f"{place}.label: more than {MAX_WORDS_A_LABEL} words in {language}"
    codes = [choice.value for choice in question.choices]
    if bool(codes) != (question.type in CHOICE_TYPES) or len(codes) != len(set(codes)):
        yield f"{place}: choices are missing, repeated or not expected"
    for choice in question.choices:
        yield from _missing_languages(f"{place}.{choice.value}", choice.label)
    yield from _condition_problems(place, question.show_if, seen)
    if question.standard:
        standard = STANDARD_FIELDS.get(question.standard)
        if standard is None or not standard.accepts(question.type, codes):
            yield f"{place}: does not fit the standard field {question.standard}"


def _condition_problems(place: str, condition: Condition | None, seen: dict[str, Question]) -> Iterator[str]:
    if condition and condition.key not in seen:
        yield f"{place}: its condition refers to {condition.key}, which is not asked before it"


def _missing_languages(place: str, text: TranslatedText) -> Iterator[str]:
    for language in REQUIRED_LANGUAGES:
        if not text.get(language):
            yield f"{place}: missing in {language}"
