"""Answers in words, question by question: for the check page, the receipt and the staff."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.formats import format_date
from portal.core.translated import TranslatedText

from .definition import Definition, Question, Step
from .phones import show_phone
from .places import CommuneChoice, find_commune


def shown_steps(definition: Definition, answers: Mapping[str, object]) -> list[tuple[Step, list[dict]]]:
    """Each step on the way with its facts (``label``, ``value``, ``dir``), unanswered optional questions included."""
    return [
        (step, [_fact(question, answers.get(question.key)) for question in step.questions if question.type != "information" and question.asked(answers)])
        for step in definition.shown_steps(answers)
    ]


def _fact(question: Question, answer: object) -> dict:
    fact = {"label": question.label, "value": "" if answer in (None, "", []) else _words(question, answer), "dir": ""}
    if question.type == "phone":
        fact["dir"] = "ltr"
    elif question.type in {"short_text", "long_text"}:
        fact["dir"] = "auto"
    return fact


def _words(question: Question, answer: object) -> TranslatedText | str:
    if question.type in {"choice", "multiple"}:
        given = answer if isinstance(answer, list) else [answer]
        return _joined([choice.label for choice in question.choices if choice.value in given])
    if question.type in {"yes_no", "consent"}:
        return _("Yes") if answer == "yes" else _("No")
    if question.type == "phone":
        return show_phone(str(answer))
    if question.type == "date":
        return format_date(dt.date.fromisoformat(str(answer)))
    if question.type == "commune":
        commune = find_commune(str(answer))
        return CommuneChoice.of(commune).label if commune else str(answer)
    return str(answer)


def _joined(labels: list[TranslatedText]) -> TranslatedText:
    commas = {"ar": "، "}
    return TranslatedText(
        {code: commas.get(code, ", ").join(label[code] for label in labels) for code in languages.codes() if all(label.get(code) for label in labels)}
    )
