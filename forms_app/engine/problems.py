"""What must be true before a definition may be published, in words an editor understands and with the place.

``problems`` forbid, ``warnings`` advise. Neither ever raises, whatever JSON it is given.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import languages
from portal.core.translated import TranslatedText

from .conditions import Condition, Elapsed
from .dates import PARTS
from .questions import fits, usable_code
from .shapes import BEFORE_TYPES, CODED_TYPES, RULE_ANSWERS, Definition, Question, Step, Test, parse
from .structure import FORM, QUESTION, STEP, Place, Problem, examine
from .totals import column_of

__all__ = ["MAX_QUESTIONS_A_STEP", "MAX_WORDS_A_LABEL", "Problem", "problems", "warnings"]

#: Addresses of the wizard itself: no step may take them.
RESERVED_STEPS = frozenset({"check", "receipt", "clear", "start", "later", "correct", "withdraw", "elsewhere", "documents", "paper"})
#: Names that a posted form uses itself, the page before a file is begun among them.
RESERVED_QUESTIONS = frozenset({"csrfmiddlewaretoken", "check", "key", "who", "sure"})
MAX_QUESTIONS_A_STEP = 25
#: Boxes of one screen with all lines of its lists: a page of more is refused when it is posted (``applications.views.common``).
MAX_BOXES_A_STEP = 550
#: On a telephone, more than this many questions a screen are too many (design).
COMFORTABLE_QUESTIONS = 5
#: Before a file is begun, people only want to know whether it is for them.
MAX_BEFORE = 4
MAX_WORDS_A_LABEL = 12


def problems(data: Any) -> list[Problem]:
    """Everything that forbids publishing this definition. Empty: it may be published."""
    return examine(data) or [*_whole(parse(data))]


def warnings(data: Any) -> list[Problem]:
    """What does not forbid publishing, but makes the form worse; empty too while the definition cannot be read at all."""
    if examine(data):
        return []
    return [*_unknown_entries(data), *_advice(parse(data))]


def _whole(form: Definition) -> Iterator[Problem]:
    if not form.steps:
        yield Place().at("steps").problem(_("A form has at least one step."))
    steps: set[str] = set()
    seen: dict[str, Question] = {}
    every = {question.key for question in form.questions()}
    for step in form.steps:
        place = Place().at(step.key, step.title)
        if not usable_code(step.key) or step.key in RESERVED_STEPS or step.key in steps:
            yield place.problem(_("This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words."))
        steps.add(step.key)
        if not 1 <= len(step.questions) <= MAX_QUESTIONS_A_STEP:
            yield place.problem(_("A step has 1 to %(count)d questions.") % {"count": MAX_QUESTIONS_A_STEP})
        yield from _condition(place, step.show_if, seen)
        yield from _step_questions(place, step, seen, every)
    yield from _before(form)
    for number, rule in enumerate(form.rules, 1):
        place = Place().at("rules").at(number)
        yield from _condition(place, rule.test, seen, dated=True)
        if rule.answer not in RULE_ANSWERS:
            yield place.problem(_("The answer of a rule is one of: %(answers)s.") % {"answers": ", ".join(RULE_ANSWERS)})
        if not rule.source.strip():
            yield place.problem(_("A rule says where it comes from."))
        if rule.link and not all(usable_code(part.replace("-", "_")) for part in rule.link.strip("/").split("/")):
            yield place.problem(_("A link is an address of this site without its language, for example “services/incubation/”."))


def _step_questions(place: Place, step: Step, seen: dict[str, Question], every: set[str]) -> Iterator[Problem]:
    boxes = 0
    for question in step.questions:
        here = place.at(question.key, question.label)
        taken = question.key in seen or question.key in RESERVED_QUESTIONS or question.key.removesuffix("_place") in every - {question.key}
        if not usable_code(question.key) or taken:
            yield here.problem(_("This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words."))
        yield from _condition(here, question.show_if, seen)
        yield from fits(question, here)
        yield from _total(here, question, seen)
        boxes += _boxes(question)
        if question.type == "group" and boxes > MAX_BOXES_A_STEP:
            yield here.at("max_rows").problem(_("This limit does not suit a question of this type."))
        inner_keys: set[str] = set()
        for inner in question.questions:
            below = here.at(inner.key, inner.label)
            if not usable_code(inner.key) or inner.key in inner_keys:
                yield below.problem(
                    _("This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words.")
                )
            inner_keys.add(inner.key)
            yield from fits(inner, below, inside=True)
        seen[question.key] = question


def _boxes(question: Question) -> int:
    """Names that the question may have in a posted page."""
    if question.type == "group":
        return 1 + question.max_rows * sum(_boxes(inner) for inner in question.questions)
    return len(PARTS) if question.type == "date" else 1


def _total(place: Place, question: Question, seen: Mapping[str, Question]) -> Iterator[Problem]:
    if not question.total_of or question.type != "money":
        return
    group, column = column_of(question)
    there = seen.get(group)
    added = next((inner for inner in there.questions if inner.key == column), None) if there else None
    if added is None or added.type != "money":
        yield place.at("total_of").problem(
            _("“%(total)s” is no column of amounts of a list asked before it; write it as list.column.") % {"total": question.total_of}
        )
    elif there and there.is_sensitive and not question.sensitive:
        yield place.at("total_of").problem(_("The total of a list with something sensitive in it is sensitive too."))


def _before(form: Definition) -> Iterator[Problem]:
    """Questions asked before a file exists: short, of everybody, and nothing that must be kept secret."""
    asked = form.asked_before()
    if len(asked) > MAX_BEFORE:
        yield Place().problem(_("At most %(count)d questions are asked before a file is begun.") % {"count": MAX_BEFORE})
    for step in form.steps:
        for question in step.questions:
            if question.before and (question.type not in BEFORE_TYPES or question.is_sensitive or question.show_if or step.show_if):
                yield (
                    Place()
                    .at(step.key, step.title)
                    .at(question.key, question.label)
                    .problem(_("Before a file is begun only a date or a choice can be asked, without condition, and nothing sensitive."))
                )


def _condition(place: Place, test: Test | None, seen: Mapping[str, Question], *, dated: bool = False) -> Iterator[Problem]:
    """``dated``: it may count the years since a date; what is asked may not depend on the day."""
    for leaf in test.leaves() if test else ():
        question = seen.get(leaf.key)
        if question is None:
            yield place.problem(_("Its condition looks at the question “%(question)s”, which is not asked before it.") % {"question": leaf.key})
        elif isinstance(leaf, Elapsed):
            yield from _elapsed(place, leaf, question, dated=dated)
        elif question.type not in CODED_TYPES:
            yield place.problem(_("Its condition looks at the question “%(question)s”, whose answer is not a choice.") % {"question": leaf.key})
        else:
            yield from _offered(place, leaf, question)


def _elapsed(place: Place, leaf: Elapsed, question: Question, *, dated: bool) -> Iterator[Problem]:
    if question.type != "date":
        yield place.problem(_("Its condition counts the years since “%(question)s”, which is not a date.") % {"question": leaf.key})
    if not dated:
        yield place.problem(_("Years are counted in the sentences about who may apply only: what is asked must not change from one day to the next."))


def _offered(place: Place, leaf: Condition, question: Question) -> Iterator[Problem]:
    known = {choice.value for choice in question.choices} or ({"yes", "no"} if question.type in {"yes_no", "consent"} else leaf.values)
    for value in sorted(leaf.values - known):
        words = {"question": leaf.key, "answer": value}
        yield place.problem(_("Its condition waits for the answer “%(answer)s”, which the question “%(question)s” does not offer.") % words)


def _advice(form: Definition) -> Iterator[Problem]:
    untranslated = 0
    bound_to: dict[str, str] = {}
    for step in form.steps:
        place = Place().at(step.key, step.title)
        if len(step.questions) > COMFORTABLE_QUESTIONS:
            yield place.problem(_("More than %(count)d questions on one screen tire the reader.") % {"count": COMFORTABLE_QUESTIONS})
        asked_here = {question.key for question in step.questions}
        for question in step.questions:
            here = place.at(question.key, question.label)
            for language, words in question.label.items():
                if len(words.split()) > MAX_WORDS_A_LABEL:
                    yield here.at("label", _("label")).problem(_("More than %(count)d words.") % {"count": MAX_WORDS_A_LABEL}, language)
            if question.show_if and any(leaf.key in asked_here for leaf in question.show_if.leaves()):
                yield here.problem(_("Its condition looks at a question of the same step: it appears only after saving. Better in the next step."))
            if question.standard and question.standard in bound_to:
                words = {"field": question.standard, "question": bound_to[question.standard]}
                yield here.problem(_("The standard field “%(field)s” is filled by the question “%(question)s” too; the last answer counts.") % words)
            bound_to.setdefault(question.standard, question.key)
            untranslated += sum(1 for words in _texts(question) if words and not words.get("zgh"))
        untranslated += not step.title.get("zgh")
    if untranslated:
        words = ngettext("%(count)d text is missing in %(language)s.", "%(count)d texts are missing in %(language)s.", untranslated)
        yield Place().problem(words % {"count": untranslated, "language": languages.own_name("zgh")}, "zgh")


def _texts(question: Question) -> Iterator[TranslatedText]:
    yield from (question.label, question.hint, question.text)
    for choice in question.choices:
        yield from (choice.label, choice.hint)
    for inner in question.questions:
        yield from _texts(inner)


def _unknown_entries(data: Mapping) -> Iterator[Problem]:
    """Entries that nothing reads: most often a slip of the pen."""
    records = [(Place(), data, FORM)]
    for step in data["steps"]:
        place = Place().at(step["key"], step["title"])
        records.append((place, step, STEP))
        records += [(place.at(question["key"], question["label"]), question, QUESTION) for question in step["questions"]]
    for place, entries, known in records:
        for name in entries:
            if name not in known:
                yield place.at(name).problem(_("Nothing reads this entry."))
