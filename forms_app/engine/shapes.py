"""What a definition is made of: steps, questions, choices, rules; and how they are read from JSON.

A definition is plain JSON. Codes are stable and language-free; every text is a mapping of languages. Questions and
steps compare by identity: a definition is parsed once per version and shared by all requests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from portal.core.translated import TranslatedText

from .conditions import Condition, Elapsed, Several, holds, read_condition

CHOICE_TYPES = frozenset({"choice", "multiple"})
#: Types whose answer is a code: a condition may look at them.
CODED_TYPES = CHOICE_TYPES | {"yes_no", "consent", "centre"}
TEXT_TYPES = frozenset({"short_text", "long_text"})
NUMBER_TYPES = frozenset({"number", "money"})
QUESTION_TYPES = CODED_TYPES | TEXT_TYPES | NUMBER_TYPES | {"date", "phone", "email", "cin", "ice", "commune", "provinces", "file", "group", "information"}
#: Not inside a group: a row is small, and its files or places could not be told apart.
NOT_IN_GROUPS = frozenset({"group", "file", "commune", "provinces", "centre", "consent", "information"})
#: May be asked before a file is begun: answered in a moment, and no rule could look at the others.
BEFORE_TYPES = CHOICE_TYPES | {"yes_no", "date"}
RULE_ANSWERS = ("yes", "committee", "elsewhere")
AUDIO_VARIETIES = ("tachelhit", "tamazight", "tarifit", "darija")
ACCEPTED_FILES = ("image", "pdf", "office")
DEFAULT_ROWS, DEFAULT_FILES, DEFAULT_PAGES = 10, 5, 20

Words = TranslatedText
Test = Condition | Elapsed | Several


@dataclass(frozen=True, eq=False)
class Audio:
    """One recording: which variety, where the file is, its fingerprint, and the words said."""

    variety: str
    file: str
    sha256: str
    transcript: Words


@dataclass(frozen=True, eq=False)
class Choice:
    """One answer to choose: a stable code and its words."""

    value: str
    label: Words
    hint: Words = field(default_factory=Words)
    pictogram: str = ""
    audio: tuple[Audio, ...] = ()


@dataclass(frozen=True, eq=False)
class Question:
    """One question of a step.

    ``standard`` names the typed column its answer also fills; ``total_of`` the column of a group (``budget.amount``) that it adds up;
    ``before``: it is asked once before a file is begun, for the rules about who may apply, and its answer goes into the file.
    """

    key: str
    type: str
    label: Words
    hint: Words
    text: Words = field(default_factory=Words)
    required: bool = True
    choices: tuple[Choice, ...] = ()
    show_if: Test | None = None
    standard: str = ""
    sensitive: bool = False
    min: int | float | str | None = None
    max: int | float | str | None = None
    max_length: int = 0
    autocomplete: str = ""
    questions: tuple["Question", ...] = ()
    min_rows: int = 0
    max_rows: int = DEFAULT_ROWS
    accept: tuple[str, ...] = ()
    max_files: int = DEFAULT_FILES
    annex: bool = False  # its files are the pages of one document
    valid_months: int = 0  # a document older than this is to be taken anew; 0: it does not age
    pictogram: str = ""
    audio: tuple[Audio, ...] = ()
    source: str = ""
    total_of: str = ""
    before: bool = False

    def asked(self, answers: Mapping[str, object]) -> bool:
        """Whether the condition lets the question be asked, given the answers so far."""
        return holds(self.show_if, answers)

    @property
    def is_sensitive(self) -> bool:
        """Sensitive itself, as the number of an identity card always is, or with something sensitive inside."""
        return self.sensitive or self.type == "cin" or any(inner.is_sensitive for inner in self.questions)


@dataclass(frozen=True, eq=False)
class Step:
    """One screen of the form."""

    key: str
    title: Words
    questions: tuple[Question, ...]
    show_if: Test | None = None
    intro: Words = field(default_factory=Words)
    pictogram: str = ""
    audio: tuple[Audio, ...] = ()

    def shown(self, answers: Mapping[str, object]) -> bool:
        """Whether the step is part of the way: its condition holds and something is asked in it."""
        return holds(self.show_if, answers) and any(question.asked(answers) for question in self.questions)


@dataclass(frozen=True, eq=False)
class Rule:
    """What to tell somebody whose answers meet a condition about who may apply. It advises; it never refuses."""

    test: Test
    answer: str
    text: Words
    source: str
    link: str = ""


@dataclass(frozen=True, eq=False)
class Definition:
    """A whole form."""

    title: Words
    steps: tuple[Step, ...]
    intro: Words = field(default_factory=Words)
    rules: tuple[Rule, ...] = ()

    def step(self, key: str) -> Step | None:
        """The step of that code, or ``None``."""
        return next((step for step in self.steps if step.key == key), None)

    def shown_steps(self, answers: Mapping[str, object]) -> list[Step]:
        """The steps on the way of somebody who answered this."""
        return [step for step in self.steps if step.shown(answers)]

    def met(self, answers: Mapping[str, object]) -> frozenset[str]:
        """Codes of the questions that somebody meets who answered this."""
        return frozenset(question.key for step in self.shown_steps(answers) for question in step.questions if question.asked(answers))

    def on_the_way(self, saved: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
        """The answers saved by step, without those to what is not asked any more: nothing that depends on them is asked either."""
        kept: dict[str, object] = {}
        for step in self.steps:
            given = saved.get(step.key) or {}
            if not given or not step.shown(kept):
                continue
            for question in step.questions:
                if question.key in given and question.asked(kept):
                    kept[question.key] = given[question.key]
        return kept

    def questions(self) -> Iterator[Question]:
        """All questions, in the form's order; those inside a group are the group's affair."""
        for step in self.steps:
            yield from step.questions

    def asked_before(self) -> tuple[Question, ...]:
        """Questions answered before a file is begun."""
        return tuple(question for question in self.questions() if question.before)

    def question(self, key: str) -> Question | None:
        """The question of that code, or ``None``."""
        return next((question for question in self.questions() if question.key == key), None)


def parse(data: Mapping) -> Definition:
    """A definition read from its JSON, which must be sound: see :mod:`.problems`."""
    return Definition(
        title=Words(data["title"]),
        steps=tuple(_step(step) for step in data["steps"]),
        intro=Words(data.get("intro") or {}),
        rules=tuple(_rule(rule) for rule in data.get("rules") or ()),
    )


def _step(data: Mapping) -> Step:
    return Step(
        key=data["key"],
        title=Words(data["title"]),
        questions=tuple(_question(one) for one in data["questions"]),
        show_if=read_condition(data.get("show_if")),
        intro=Words(data.get("intro") or {}),
        pictogram=data.get("pictogram") or "",
        audio=_audio(data),
    )


def _question(data: Mapping) -> Question:
    plain = {name: data[name] for name in ("min", "max") if data.get(name) not in (None, "")}
    plain |= {name: data[name] for name in _PLAIN if data.get(name)}
    if plain.get("annex"):
        plain.setdefault("max_files", DEFAULT_PAGES)
    return Question(
        key=data["key"],
        type=data["type"],
        label=Words(data["label"]),
        hint=Words(data.get("hint") or {}),
        text=Words(data.get("text") or {}),
        required=data.get("required") is not False,
        choices=tuple(_choice(choice) for choice in data.get("choices") or ()),
        show_if=read_condition(data.get("show_if")),
        questions=tuple(_question(inner) for inner in data.get("questions") or ()),
        accept=tuple(data.get("accept") or ()),
        audio=_audio(data),
        **plain,
    )


_PLAIN = (
    "standard", "sensitive", "max_length", "autocomplete", "min_rows", "max_rows", "max_files", "annex", "valid_months", "pictogram",
    "source", "total_of", "before",
)  # fmt: skip


def _choice(data: Mapping) -> Choice:
    return Choice(data["value"], Words(data["label"]), Words(data.get("hint") or {}), data.get("pictogram") or "", _audio(data))


def _audio(data: Mapping) -> tuple[Audio, ...]:
    return tuple(Audio(variety, one["file"], one["sha256"], _said(one.get("transcript"))) for variety, one in (data.get("audio") or {}).items())


def _said(transcript: Mapping | str | None) -> Words:
    """A transcript given as one text is taken as Arabic: it stands for Darija, or for what a variety says, beside the recording."""
    return Words({"ar": transcript} if isinstance(transcript, str) else transcript or {})


def _rule(data: Mapping) -> Rule:
    return Rule(cast("Test", read_condition(data["if"])), data["answer"], Words(data["text"]), data.get("source") or "", data.get("link") or "")
