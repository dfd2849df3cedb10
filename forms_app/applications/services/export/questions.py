"""Columns of what the forms asked: one for all versions of a question, another where forms mean something else by the same code."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, Model, OuterRef, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from forms_app.applications.models import Submission
from forms_app.applications.models.standard import StandardAnswers
from forms_app.engine.definition import Question, definition_of, sensitive_keys
from forms_app.engine.models import FormVersion
from forms_app.engine.shown import facts_of
from portal.core.translated import TranslatedText
from regions.models import Centre, Commune

from . import cells

_NO_COLUMN = frozenset({"information"})
#: Answers that fill several typed columns, or are one under another name.
_ELSEWHERE = frozenset({"support_requested", "commune", "headquarters", "centre"})
#: They keep the cells of a row apart on a page; in a spreadsheet they would hide where a formula begins.
_ISOLATES = dict.fromkeys((0x2068, 0x2069))
_PLACES: dict[str, type[Model]] = {"commune": Commune, "centre": Centre}


@dataclass
class Asked:
    """A question as form versions (their primary keys) asked it, the newest first. ``alone``: nothing else has its code."""

    heading: str
    sensitive: bool
    versions: dict[int, Question]
    alone: bool = True

    def cell(self, language: str) -> Combinable:
        """As the database writes it."""
        whole = _cell(list(self.versions.values()), language)
        if self.alone:
            return whole
        return Case(When(form_version__in=list(self.versions), then=whole), default=Value(""), output_field=TextField())

    def unsealed(self, language: str) -> Callable[[int, dict], str]:
        """An encrypted answer in the words of the receipt, from form version and answers."""

        def words(version: int, answers: dict) -> str:
            question = self.versions.get(version)
            if question is None or answers.get(question.key) in (None, "", []):
                return ""
            return cells.neutral(" | ".join(_in(fact["value"], language) for fact in facts_of(question, answers) if fact["value"]))

        return words


def asked_in(files: QuerySet[Submission], language: str) -> list[Asked]:
    """Questions of these files that fill no typed column, in the order of the newest forms. Sensitive is what any version takes for sensitive."""
    answered = FormVersion.objects.filter(Exists(files.order_by().filter(form_version=OuterRef("pk"))))
    definitions = [(version, definition_of(version)) for version in answered.order_by("key", "-number")]
    secret = {key for _version, definition in definitions for key in sensitive_keys(definition)}
    headings: dict[tuple, str] = {}
    found: dict[tuple, Asked] = {}
    for version, definition in definitions:
        for question in _with_column(definition.questions()):
            heading = headings.setdefault((version.key, question.key, question.type), cells.neutral(question.label.choose(language)[0]))
            column = found.setdefault((question.key, question.type, heading), Asked(heading, question.key in secret, {}))
            column.versions[version.pk] = question
    codes = [key for key, _type, _heading in found]
    for (key, _type, _heading), column in found.items():
        column.alone = codes.count(key) == 1
    return list(found.values())


def _with_column(questions: Iterator[Question]) -> Iterator[Question]:
    typed = {column.name for column in StandardAnswers._meta.get_fields()} | _ELSEWHERE | {"wants_messages"}
    return (question for question in questions if question.type not in _NO_COLUMN and question.standard not in typed)


def _cell(versions: list[Question], language: str) -> Combinable:
    question = versions[0]
    if question.type == "multiple":
        return cells.chosen(question.key, _words(versions, language))
    if question.type == "provinces":
        return cells.provinces(question.key, language)
    if question.type in _PLACES:
        return cells.place(question.key, _PLACES[question.type], language)
    if question.type == "file":
        return cells.HowMany(KeyTransform(question.key, "answers"))
    if question.type == "group":
        return cells.rows(question.key, _inner(versions, language))
    return cells.labels(cells.answer(question.key), _words(versions, language))


def _words(versions: list[Question], language: str) -> dict[str, str]:
    """Codes of the answers that may be chosen, or could be once, in words."""
    if versions[0].type in {"yes_no", "consent"}:
        return {"yes": _("Yes"), "no": _("No")}
    return {choice.value: choice.label.choose(language)[0] for question in reversed(versions) for choice in question.choices}


def _inner(versions: list[Question], language: str) -> list[cells.Inner]:
    """What a row asks, or asked once."""
    asked: dict[str, list[Question]] = {}
    for question in versions:
        for inner in question.questions:
            asked.setdefault(inner.key, []).append(inner)
    return [_asked_inside(key, each, language) for key, each in asked.items()]


def _asked_inside(key: str, versions: list[Question], language: str) -> cells.Inner:
    words, several = _words(versions, language), versions[0].type == "multiple"
    return cells.Inner(key, versions[0].label.choose(language)[0], json.dumps(words) if words else "", several)


def _in(value: TranslatedText | str, language: str) -> str:
    words = value.choose(language)[0] if isinstance(value, TranslatedText) else str(value)
    return words.translate(_ISOLATES)
