"""The form on A4, blank or half filled in: every question with room for a pen, in the order of the screens."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from forms_app.calls.models import Call
from forms_app.engine.conditions import Condition
from forms_app.engine.definition import Definition, Question, Step
from forms_app.engine.shapes import Test
from forms_app.engine.shown import facts_of
from forms_app.engine.texts import fill_blanks
from portal.core.formats import format_date, format_time
from portal.core.paper import render_paper, words
from portal.core.privacy import notice_values
from portal.core.translated import TranslatedText

_TEMPLATE = Path(__file__).with_suffix(".typ")
#: Lines to write on, and boxes for what has a fixed number of characters.
_LINES = {"short_text": 1, "long_text": 4, "email": 1, "commune": 1, "centre": 1, "provinces": 2, "number": 1, "money": 1}
_BOXES = {"phone": (10,), "cin": (8,), "ice": (15,), "date": (2, 2, 4)}
_ROWS = 4


def form_paper(
    *,
    call: Call,
    definition: Definition,
    language: str,
    resume_url: str,
    until: dt.datetime | None,
    answers: Mapping[str, object] | None = None,
    code: str = "",
) -> bytes:
    """The PDF. ``until``: the last minute in which it may be sent, if it may be at all. With ``answers`` (by question) and ``code`` it is the
    half-filled form of one draft: give it to her only.
    """
    with override(language):
        return render_paper(_TEMPLATE, language=language, data=_data(call, definition, language, resume_url, until, answers or {}, code))


def _data(
    call: Call, definition: Definition, language: str, resume_url: str, until: dt.datetime | None, answers: Mapping[str, object], code: str
) -> dict[str, object]:
    title = str(words(call.title, language)["text"])
    return {
        "title": title,
        "heading": words(call.title, language),
        "programme": words(call.programme.name, language),
        "mark": _("Saved, not sent") if answers or code else _("Blank form"),
        "notice": " ".join(filter(None, [_("This paper is not an application. It counts when it is written into the portal and sent."), _until(until)])),
        "sample": _("This call is an example for trying the site. Nobody studies the applications sent to it.") if call.sample else "",
        "code": code,
        "code_label": _("Code to come back:"),
        "code_hint": _("To go on, open this page and write the code. Keep this paper: whoever has the code can open the file."),
        "address": resume_url.partition("://")[2],
        "foot": _("Give this paper to nobody but a person you trust.") if code else title,
        "steps": [_step(definition, step, number, language, answers) for number, step in enumerate(definition.steps, 1)],
        "optional": _("(optional)"),
        "helped": {
            "heading": _("If somebody filled in this paper with you"),
            "text": _("My answers were read to me."),
            "hers": _("Her signature or thumbprint"),
            "helper": _("Name and signature of whoever helped"),
            "date": _("Date"),
        },
    }


def _until(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    return _("You can send your application until %(date)s, %(time)s.") % {"date": format_date(moment), "time": format_time(moment)}


def _step(definition: Definition, step: Step, number: int, language: str, answers: Mapping[str, object]) -> dict:
    said = _said(step, answers)
    return {
        "number": number,
        "title": words(step.title, language),
        "only": _only(definition, step.show_if, language),
        "intro": _paragraphs(step.intro, language),
        "questions": [_question(definition, step, question, language, said.get(question.key, ())) for question in step.questions],
    }


def _question(definition: Definition, step: Step, question: Question, language: str, said: Sequence[TranslatedText | str]) -> dict:
    return {
        "label": words(question.label, language),
        "hint": words(question.hint, language) if question.hint else None,
        "only": "" if question.show_if == step.show_if else _only(definition, question.show_if, language),
        "text": _paragraphs(question.text, language),
        "required": question.required or question.type == "information",
        "said": [words(value, language) | {"own": isinstance(value, str)} for value in said],
        "lines": _LINES.get(question.type, 0),
        "boxes": list(_BOXES.get(question.type, ())),
        "choices": [words(label, language) for label in _choices(question)],
        "columns": [words(inner.label, language) for inner in question.questions],
        "rows": min(question.max_rows, _ROWS) if question.questions else 0,
        "type": question.type,
    }


def _choices(question: Question) -> list[TranslatedText | str]:
    if question.type == "yes_no":
        return [_("Yes"), _("No")]
    if question.type == "consent":
        return [_("I agree")]
    return [choice.label for choice in question.choices]


def _said(step: Step, answers: Mapping[str, object]) -> dict[str, list[TranslatedText | str]]:
    """Her answers in words, by question; only those that still count."""
    if not answers:
        return {}
    found: dict[str, list[TranslatedText | str]] = {}
    for question in step.questions:
        if question.key in answers and question.asked(answers):
            found[question.key] = [fact["value"] for fact in facts_of(question, answers) if fact["value"]]
    return found


def _only(definition: Definition, test: Test | None, language: str) -> str:
    """When a question is asked, in words, for the plain conditions; a nested one is left to whoever helps."""
    leaves = cast("list[Condition]", list(test.leaves()) if test else [])  # the years between two dates decide no question
    if len(leaves) != 1:
        return _("Only if it concerns you.") if leaves else ""
    question = definition.question(leaves[0].key)
    if question is None:
        return ""
    given = [choice.value for choice in question.choices if choice.value in leaves[0].values] or sorted(leaves[0].values)
    labels: list[TranslatedText | str] = [fact["value"] for value in given for fact in facts_of(question, {question.key: value})]
    values = " / ".join(words(label, language)["text"] for label in labels)
    return _("Only if you answered “%(answer)s” to “%(question)s”.") % {"answer": values, "question": words(question.label, language)["text"]}


def _paragraphs(text: TranslatedText, language: str) -> list[dict]:
    """A long text, paragraph by paragraph, its blanks filled."""
    if not text:
        return []
    whole = words(text, language)
    filled = fill_blanks(whole["text"], notice_values(text.choose(language)[1]))
    return [whole | {"text": part.strip()} for part in re.split(r"\n\s*\n", filled) if part.strip()]
