"""Texts of a definition as a form shows them, in one language or with a second one beneath; and texts as people type them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core import languages
from portal.core.tifinagh import to_latin
from portal.core.translated import TranslatedText

#: Amazigh in Latin letters: a second language only, never one of the portal's own.
LATIN_AMAZIGH = "zgh-latn"
#: Marks that turn the direction of what follows: typed by nobody, pasted to mislead whoever reads a list of names.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: A blank of a long text, filled where it is shown: ``{controller}``, or ``{controller@ar}`` once the language of the text around it is known.
BLANK = re.compile(r"\{([a-z_]+(?:@[a-z]+)?)\}")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Reader:
    """The language a step is shown in, and the one shown beneath it, if any (a code of the portal's, or ``zgh-latn``)."""

    language: str
    also: str = ""

    def second(self, text: TranslatedText) -> dict[str, str] | None:
        """The text in the second language (``text``, ``lang``, ``dir``); nothing when it does not exist or says the same."""
        code = "zgh" if self.also == LATIN_AMAZIGH else self.also
        words = text.get(code) if code else None
        if not words or (code == text.choose(self.language)[1] and self.also != LATIN_AMAZIGH):
            return None
        return self._marked(words, code)

    def second_of(self, say: Callable[[], object]) -> dict[str, str] | None:
        """The same for words of the interface: ``say`` is asked again in the second language."""
        code = "zgh" if self.also == LATIN_AMAZIGH else self.also
        if code not in languages.codes() or self.also == self.language:
            return None
        with translation.override(code):
            return self._marked(str(say()), code)

    def _marked(self, words: str, code: str) -> dict[str, str]:
        if self.also == LATIN_AMAZIGH:
            return {"text": to_latin(words), "lang": "zgh-Latn", "dir": "ltr"}
        return {"text": words, "lang": code, "dir": languages.direction(code)}


def marked(text: TranslatedText, language: str) -> SafeString | str:
    """The text in ``language``; a text that exists only in another one says which, for screen readers and for its direction."""
    chosen, written_in = text.choose(language)
    if written_in == language:
        return chosen
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', written_in, languages.direction(written_in), chosen)


def paragraphs(text: TranslatedText, reader: Reader, *, prevailing: str = "") -> SafeString | str:
    """A long text as paragraphs (an empty line parts them), the second language after it, and last the one that prevails unless it is
    one of them; nothing from nothing.
    """
    if not text:
        return ""
    chosen, written_in = text.choose(reader.language)
    second = reader.second(text)
    blocks = [(written_in, languages.direction(written_in), "", chosen)]
    blocks += [(second["lang"], second["dir"], "also", second["text"])] if second else []
    if text.get(prevailing) and prevailing not in {block[0] for block in blocks}:
        blocks.append((prevailing, languages.direction(prevailing), "also", text[prevailing]))
    parts = ((code, direction, kind, _in_paragraphs(_blanks_in(words, code))) for code, direction, kind, words in blocks)
    return format_html_join("", '<div lang="{}" dir="{}" class="prose {}">{}</div>', parts)


def fill_blanks(words: str, values: Mapping[str, str], *, quote: Callable[[str], str] = str) -> str:
    """A long text with its ``{name}`` blanks filled; one that nobody knows is left as it stands. ``quote`` for text that is HTML already."""
    return BLANK.sub(lambda name: quote(values.get(name[1], name[0])), words)


def _blanks_in(words: str, language: str) -> str:
    """The same text, its blanks asking for words of its own language: an Arabic notice on an Amazigh page is filled in Arabic."""
    return BLANK.sub(rf"{{\1@{language}}}", words)


def _in_paragraphs(words: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((part.strip(),) for part in re.split(r"\n\s*\n", words.strip()) if part.strip()))


def tidy(text: str, *, several_lines: bool) -> str:
    """What somebody typed, without control characters; a line end is one character, as browsers count it; empty when nothing of it can be seen."""
    text = _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", _OVERRIDES.sub("", text)))
    if not several_lines:
        text = " ".join(text.split())
    return text.strip() if any(unicodedata.category(char)[0] not in "CZ" for char in text) else ""
