"""Drawing a step fast. Each question's HTML is made once by its template, with gaps where answers go; showing it fills the gaps.

Half the time of a step went into drawing widgets (TRAPS, Forms). A shell depends on the question, the reader's languages and
the row's prefix, never on a visitor. What carries errors, files, rows or places is drawn by the same template each time.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django import forms
from django.core.files.storage import default_storage
from django.forms.boundfield import BoundField
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString

from .building import shared_field
from .shapes import Audio, Question, Step
from .texts import BLANK, Reader, fill_blanks, marked, paragraphs

if TYPE_CHECKING:
    from .step_forms import StepForm

#: Private letters that stand for what is filled in: three values (a date has as many), and the number of a row.
_GAPS = ("\ue000", "\ue001", "\ue002")
_ROW = "\ue00f"
_GAP = re.compile(f"([{''.join(_GAPS)}])")
_VALUE = re.compile(r'(?<=value=")([^"]*")')
_TICKED = re.compile("( checked)")
_SLOW = frozenset({"file", "group", "centre", "provinces"})


class Shell:
    """The HTML of a question with its gaps: every second piece is one."""

    def __init__(self, html: str, gap: re.Pattern, fill: Callable[[list[str], object], list[str]]) -> None:
        self.pieces = gap.split(html)
        self.fill = fill
        self.has_row = _ROW in html
        self.has_blanks = BLANK.search(html) is not None

    def draw(self, value: object, *, row: str = "", blanks: Mapping[str, str] | None = None) -> str:
        """The HTML with an answer in it, as row ``row`` of its group, the blanks of its long text filled."""
        fixed = self.pieces[::2]
        if self.has_row:
            fixed = [piece.replace(_ROW, row) for piece in fixed]
        if self.has_blanks and blanks:
            fixed = [fill_blanks(piece, blanks, quote=escape) for piece in fixed]
        filled = self.pieces[:]
        filled[::2] = fixed
        filled[1::2] = self.fill(self.pieces[1::2], value)
        return "".join(filled)


def _texts(gaps: list[str], value: object) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    return ["" if values[_GAPS.index(gap)] is None else escape(str(values[_GAPS.index(gap)])) for gap in gaps]


def _options(gaps: list[str], value: object) -> list[str]:
    chosen = {f'{one}"' for one in (value if isinstance(value, list | tuple) else [value])}
    return [f"{gap} checked" if gap in chosen else gap for gap in gaps]


def _box(gaps: list[str], value: object) -> list[str]:
    return [gap if value else "" for gap in gaps]


def _nothing(gaps: list[str], value: object) -> list[str]:
    return gaps


#: How the gaps of a type are found and filled; any other type is one text.
_KINDS = dict.fromkeys(("choice", "multiple", "yes_no"), (_VALUE, _options)) | {"consent": (_TICKED, _box)}


@lru_cache(maxsize=4096)
def shell_of(question: Question, reader: Reader, prefix: str | None) -> Shell:
    """The shell of a question, made by its template."""
    if question.type == "information":
        return Shell(_information(question, reader), _GAP, _nothing)
    gap, fill = _KINDS.get(question.type, (_GAP, _texts))
    sample = {"consent": "yes", "date": _GAPS}.get(question.type, None if gap is _VALUE else _GAPS[0])
    form = forms.Form(initial={question.key: sample}, prefix=prefix, label_suffix="")
    form.fields = {question.key: shared_field(question, reader)}
    return Shell(draw_field(form[question.key], question, reader), gap, fill)


def draw(form: "StepForm") -> SafeString:
    """All questions of a step that are asked, in order."""
    parts = [] if form.prefix else [_head(form.step, form.reader)]
    errors = form.errors if form.is_bound and not form.quiet else {}
    group, _dash, row = (form.prefix or "").rpartition("-")
    for question in form.asked:
        reader = _beside(question, form.reader)
        if question.type == "information":
            parts.append(shell_of(question, reader, None).draw(None, blanks=form.blanks))
            continue
        if question.type in _SLOW or question.total_of or question.key in errors:
            html = draw_field(form[question.key], question, reader)
            parts.append(fill_blanks(html, form.blanks, quote=escape) if question.text and form.blanks else html)
        else:
            shell = shell_of(question, reader, f"{group}-{_ROW}" if group else None)
            parts.append(shell.draw(_value(form, question), row=row, blanks=form.blanks))
        if f"{question.key}_place" in form.fields:
            parts.append(draw_field(form[f"{question.key}_place"], None, Reader(form.language)))
    return SafeString("\n".join(parts).encode(errors="replace").decode())


def _value(form: "StepForm", question: Question) -> object:
    value = form[question.key].value()
    return form.fields[question.key].widget.decompress(value) if question.type == "date" else value


def _beside(question: Question, reader: Reader) -> Reader:
    """An Amazigh consent shows the Arabic beside it, or after the second language she chose: the Arabic prevails until a speaker has read the other
    (DESIGN 3).
    """
    return Reader("zgh", "ar") if question.type == "consent" and reader == Reader("zgh") else reader


def draw_field(field: BoundField, question: Question | None, reader: Reader) -> str:
    """One field by its template, with its second language, pictogram, long text and recordings."""
    with translation.override(reader.language):
        return get_template("engine/question.html").render({"field": field, "row": field.form.prefix, **_extras(question, reader)}).strip()


def _extras(question: Question | None, reader: Reader) -> dict:
    if question is None:
        return {}
    return {
        "also": reader.second(question.label),
        "also_hint": reader.second(question.hint) if question.hint else None,
        "pictogram": question.pictogram,
        "pictures": {choice.value: choice.pictogram for choice in question.choices if choice.pictogram},
        "long": paragraphs(question.text, reader, prevailing="ar" if question.type == "consent" and reader.language == "zgh" else ""),
        "recordings": _recordings(question.audio, reader),
        "spoken": [
            {"label": marked(choice.label, reader.language), "recordings": _recordings(choice.audio, reader)} for choice in question.choices if choice.audio
        ],
    }


def _recordings(audio: tuple[Audio, ...], reader: Reader) -> list[dict]:
    return [{"variety": one.variety, "url": default_storage.url(one.file), "transcript": marked(one.transcript, reader.language)} for one in audio]


def _information(question: Question, reader: Reader) -> str:
    with translation.override(reader.language):
        words = {"label": marked(question.label, reader.language), "hint": marked(question.hint, reader.language) if question.hint else ""}
        return get_template("engine/information.html").render(words | _extras(question, reader)).strip()


@lru_cache(maxsize=1024)
def _head(step: Step, reader: Reader) -> str:
    """What stands between the step's title and its questions."""
    with translation.override(reader.language):
        context = {
            "also": reader.second(step.title),
            "intro": paragraphs(step.intro, reader),
            "recordings": _recordings(step.audio, reader),
            "buttons": any(question.type in {"group", "file"} for question in step.questions),
        }
        return get_template("engine/head.html").render(context).strip()
