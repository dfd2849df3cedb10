"""Answers in words, question by question: for the check page, the receipt and the staff."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import languages
from portal.core.formats import format_date
from portal.core.translated import TranslatedText, joined

from .bounds import written
from .centres import ANOTHER, centre_called
from .phones import show_phone
from .places import CommuneChoice, find_commune
from .provinces import provinces_in_words
from .shapes import Definition, Question, Step
from .totals import amount_in_words
from .uploads import UploadInfo

_LEFT_TO_RIGHT = frozenset({"phone", "email", "cin", "ice"})
_OWN_WORDS = frozenset({"short_text", "long_text", "file", "group"})


def shown_steps(
    definition: Definition, answers: Mapping[str, object], *, uploads: Mapping[str, Sequence[UploadInfo]] | None = None
) -> list[tuple[Step, list[dict]]]:
    """Each step on the way with its facts (``label``, ``value``, ``dir``), unanswered optional questions included.

    A group gives one fact a row. ``uploads`` are the files by question; without them they are counted.
    """
    return [
        (step, [fact for question in step.questions if question.asked(answers) for fact in facts_of(question, answers, uploads)])
        for step in definition.shown_steps(answers)
    ]


def facts_of(question: Question, answers: Mapping[str, object], uploads: Mapping[str, Sequence[UploadInfo]] | None = None) -> Iterator[dict]:
    """The facts of one question, whatever its condition: what was kept was asked. An information block has none."""
    if question.type == "information":
        return
    files = (uploads or {}).get(question.key)
    answer = answers.get(question.key)
    if question.type == "group" and isinstance(answer, list) and answer:
        for number, row in enumerate(answer, 1):
            label = TranslatedText({code: f"{words} {number}" for code, words in question.label.items() if words})
            yield {"label": label, "value": _row(question, row), "dir": languages.direction(languages.current())}
        return
    if question.type == "file" and files:
        value: TranslatedText | str = "، ".join(upload.name for upload in files)
    else:
        value = "" if answer in (None, "", []) else _words(question, answer)
    direction = "ltr" if question.type in _LEFT_TO_RIGHT else "auto" if question.type in _OWN_WORDS else ""
    yield {"label": question.label, "value": value, "dir": direction}


def _row(question: Question, row: object) -> TranslatedText | str:
    """The cells one after the other, each read in its own direction whatever those beside it are."""
    given = row if isinstance(row, dict) else {}
    parts = [_words(inner, given[inner.key]) for inner in question.questions if given.get(inner.key) not in (None, "", [])]
    if all(isinstance(part, str) for part in parts):
        return _side_by_side(cast("list[str]", parts))
    codes = [code for code in languages.codes() if all(isinstance(part, str) or part.get(code) for part in parts)]
    return TranslatedText({code: _side_by_side(part if isinstance(part, str) else part[code] for part in parts) for code in codes})


def _side_by_side(cells: Iterable[str]) -> str:
    return " – ".join(f"\u2068{cell}\u2069" for cell in cells)


def _words(question: Question, answer: object) -> TranslatedText | str:
    if question.type == "number":
        return written(int(str(answer)), least=question.min, most=question.max)
    if question.type in _WORDS:
        return _WORDS[question.type](answer)
    if question.type in {"choice", "multiple"}:
        given = answer if isinstance(answer, list) else [answer]
        return joined([choice.label for choice in question.choices if choice.value in given])
    return str(answer)


def _yes_no(answer: object) -> str:
    return _("Yes") if answer == "yes" else _("No")


def _commune(answer: object) -> TranslatedText | str:
    commune = find_commune(str(answer))
    return CommuneChoice.of(commune).label if commune else str(answer)


def _centre(answer: object) -> TranslatedText | str:
    centre = centre_called(str(answer))
    return centre.name if centre else _("Another centre") if answer == ANOTHER else str(answer)


def _files(answer: object) -> str:
    count = len(answer) if isinstance(answer, list) else 1
    return ngettext("%(count)d file", "%(count)d files", count) % {"count": count}


_WORDS = {
    "yes_no": _yes_no,
    "consent": _yes_no,
    "phone": lambda answer: show_phone(str(answer)),
    "date": lambda answer: format_date(dt.date.fromisoformat(str(answer))),
    "money": lambda answer: amount_in_words(str(answer)),
    "commune": _commune,
    "provinces": lambda answer: provinces_in_words(answer if isinstance(answer, list) else [answer]),
    "centre": _centre,
    "file": _files,
}
