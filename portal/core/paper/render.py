"""From data to a PDF.

A template (a ``.typ`` file of any app) gets its data as JSON through ``sys.inputs``: what people wrote is never markup.
It may import ``common.typ`` of this folder and nothing else: typst is given these two files, and no folder to read from.
"""

import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

import segno
import typst

from portal.core import languages
from portal.core.translated import TranslatedText

FOLDER = Path(__file__).parent
#: Any of the eight can be read; trying all of them for each receipt took four fifths of the time.
_MASK = 0
#: How typst says that no font has a letter.
_NO_LETTER = "could not be displayed"


class Words(TypedDict):
    """A piece of text that knows its language and direction."""

    text: str
    lang: str
    dir: str


def words(text: TranslatedText | str, language: str) -> Words:
    """A text for a paper in ``language``; one that has no words in it comes in another language, marked as such."""
    chosen, given = text.choose(language) if isinstance(text, TranslatedText) else (str(text), language)
    return {"text": chosen, "lang": given, "dir": languages.direction(given)}


def render_paper(template: Path, *, language: str, data: Mapping[str, object]) -> bytes:
    """The PDF of a template, tagged for screen readers (PDF/UA).

    ``data["title"]`` (plain text) names the document. Everything in ``data`` must be JSON. PDF/UA forbids a letter that no font of ours has:
    a paper with one (a face in an answer, a document's name in another script) is a plain PDF, where it stands as an empty box.
    """
    whole = json.dumps({**data, "lang": language, "dir": languages.direction(language)}, ensure_ascii=False)
    try:
        return _compiled(template, whole, standards="ua-1")
    except typst.TypstError as error:
        if _NO_LETTER not in str(error):
            raise
        return _compiled(template, whole, standards=[])


def _compiled(template: Path, data: str, *, standards: str | list[str]) -> bytes:
    return typst.compile(  # type: ignore[call-overload]  # its stubs do not know of files given by name
        _files(template), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": data}, pdf_standards=standards
    )


def qr_code(text: str) -> str:
    """A QR code as an SVG picture, for ``picture`` of ``common.typ``. Never put anything personal or secret in it."""
    out = io.BytesIO()
    segno.make(text, error="m", mask=_MASK).save(out, kind="svg", xmldecl=False, border=2, omitsize=True)
    return out.getvalue().decode()


@cache
def _files(template: Path) -> dict[str, bytes]:
    """All that typst can see, read once a process."""
    return {"main.typ": template.read_bytes(), "common.typ": (FOLDER / "common.typ").read_bytes()}


@cache
def _fonts() -> typst.Fonts:
    """Our fonts and no other, read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])
