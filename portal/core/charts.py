"""Bars drawn by the server. Lengths are shares of the width and heights of letters, so a chart follows the screen and the size of the text.

A chart and its table are made of the same list: neither can say what the other does not.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from . import languages
from .translated import TranslatedText

#: Share of the width that the longest bar takes; the rest is for its number.
_LONGEST = 76.0
#: Letters of a label on one line of the narrowest screen, at the largest size of text.
_LETTERS = 26
_LINE, _BAR, _GAP = 1.5, 1.1, 0.9


@dataclass(frozen=True)
class Line:
    """One line of a label, and the height at which it stands, in em."""

    text: str
    y: float


@dataclass(frozen=True)
class Bar:
    """One bar: its label (``language`` when it is another than the reader's), where it begins and how long it is (percent of the width), its number."""

    lines: tuple[Line, ...]
    language: str
    start: int
    y: float
    x: float
    width: float
    number: int
    number_x: float
    number_shift: float
    number_y: float


@dataclass(frozen=True)
class Chart:
    """Bars with their table. ``rows`` are label and number; texts as ``table.html`` takes them."""

    caption: TranslatedText | str
    columns: tuple[TranslatedText | str, TranslatedText | str]
    rows: tuple[tuple[TranslatedText | str, int], ...]
    bars: tuple[Bar, ...]
    height: float
    height_of_bar: float = _BAR
    direction: str = "ltr"


def chart(
    *, caption: TranslatedText | str, columns: tuple[TranslatedText | str, TranslatedText | str], rows: Iterable[tuple[TranslatedText | str, int]]
) -> Chart:
    """Draw rows of label and number in the direction of the language in force."""
    rows = tuple(rows)
    most = max((number for _label, number in rows), default=0) or 1
    mirrored = languages.direction(languages.current()) == "rtl"
    y, bars = 0.0, []
    for label, number in rows:
        bar = _bar(label, number, most, y, mirrored)
        bars.append(bar)
        y = round(bar.y + _BAR + _GAP, 2)
    return Chart(caption, columns, rows, tuple(bars), y, direction="rtl" if mirrored else "ltr")


def _bar(label: TranslatedText | str, number: int, most: int, top: float, mirrored: bool) -> Bar:
    text, language = label.choose() if isinstance(label, TranslatedText) else (label, languages.current())
    language = "" if language == languages.current() else language
    lines = tuple(Line(line, round(top + _LINE * place - 0.4, 2)) for place, line in enumerate(textwrap.wrap(text, _LETTERS) or [""], 1))
    y = round(top + _LINE * len(lines), 2)
    width = round(_LONGEST * number / most, 2)
    return Bar(
        lines, language, 100 if mirrored else 0, y,
        x=round(100 - width, 2) if mirrored else 0,
        width=width,
        number=number,
        number_x=round(100 - width, 2) if mirrored else width,
        number_shift=-0.5 if mirrored else 0.5,
        number_y=round(y + 0.95, 2),
    )  # fmt: skip
