"""Texts of a definition as a form shows them."""

import re
import unicodedata

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core import languages
from portal.core.translated import TranslatedText

#: Marks that turn the direction of what follows: typed by nobody, pasted to mislead whoever reads a list of names.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def marked(text: TranslatedText, language: str) -> SafeString | str:
    """The text in ``language``; a text that exists only in another one says which, for screen readers and for its direction."""
    chosen, written_in = text.choose(language)
    if written_in == language:
        return chosen
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', written_in, languages.direction(written_in), chosen)


def tidy(text: str, *, several_lines: bool) -> str:
    """What somebody typed, without control characters; a line end is one character, as browsers count it; empty when nothing of it can be seen."""
    text = _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", _OVERRIDES.sub("", text)))
    if not several_lines:
        text = " ".join(text.split())
    return text.strip() if any(unicodedata.category(char)[0] not in "CZ" for char in text) else ""
