"""The questions a condition may look at, for the browser."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms_app.engine.shapes import CODED_TYPES
from portal.core import languages
from portal.core.translated import TranslatedText

from .words import PICTOGRAMS


def _answers(question: Mapping[str, Any]) -> list[dict[str, str]]:
    if question["type"] in {"yes_no", "consent"}:
        return [{"value": "yes", "label": _("Yes")}, {"value": "no", "label": _("No")}]
    return [{"value": one["value"], "label": _words(one.get("label")) or one["value"]} for one in question.get("choices") or ()]


def _words(text: Mapping[str, str] | None) -> str:
    return str(TranslatedText(text or {}))


def coded_questions(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Questions whose answers are codes, with these, in words of the reader's language."""
    return [
        {"key": question["key"], "label": _words(question.get("label")) or question["key"], "answers": _answers(question)}
        for step in steps
        for question in step["questions"]
        if question["type"] in CODED_TYPES
    ]


def dates(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Questions whose answer is a date: a sentence about who may apply may count the years since."""
    return [
        {"key": question["key"], "label": _words(question.get("label")) or question["key"], "date": True, "answers": []}
        for step in steps
        for question in step["questions"]
        if question["type"] == "date"
    ]


def questions_before(steps: list[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Those of the steps before this one; the browser adds those above a question on its own screen."""
    number = next((number for number, step in enumerate(steps) if step["key"] == key), len(steps))
    return coded_questions(steps[:number])


def for_browser(earlier: list[dict[str, Any]]) -> dict[str, Any]:
    """What ``engine/admin/browser.html`` hands to the elements of the screen."""
    spoken = [{"code": code, "name": languages.own_name(code), "dir": languages.direction(code)} for code in languages.codes()]
    return {"earlier": earlier, "languages_known": spoken, "pictograms": [[code, str(name)] for code, name in PICTOGRAMS]}
