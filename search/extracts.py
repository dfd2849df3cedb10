"""The part of a text where the words were found, escaped, with the words marked."""

from collections.abc import Collection

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from portal.core.text import one_line

from .normalise import Token, spans

#: Letters of an extract, about two lines on a telephone and a half.
EXTRACT = 220
#: Letters kept before the first word found.
_BEFORE = 60


def marked(text: str, found: Collection[str], language: str) -> SafeString:
    """A text, escaped, with the words whose tokens were found in ``<mark>``."""
    return _marked(text, [word for word in spans(text, language) if word.token in found])


def extract(texts: tuple[str, ...], found: Collection[str], language: str) -> SafeString:
    """The passage of these texts (summary first) that has most of the words, or the beginning of the first."""
    best, passage = 0, ""
    for text in filter(None, texts):
        hits = [word for word in spans(text, language) if word.token in found]
        different, start = _best_start(hits)
        if different > best or not passage:
            best, passage = different, _cut(text, start)
    return marked(passage, found, language)


def _best_start(hits: list[Token]) -> tuple[int, int]:
    """How many different words one passage can hold, and where its first stands."""
    best, start, first = 0, 0, 0
    for last, hit in enumerate(hits):
        while hit.end - hits[first].start > EXTRACT - _BEFORE:
            first += 1
        different = len({word.token for word in hits[first : last + 1]})
        if different > best:
            best, start = different, hits[first].start
    return best, start


def _cut(text: str, start: int) -> str:
    """About ``EXTRACT`` letters around ``start``, whole words, with … where something is left out."""
    begin = 0
    if start > _BEFORE and len(text) > EXTRACT:
        line = text.rfind("\n", max(0, start - _BEFORE), start)
        space = text.find(" ", max(0, start - _BEFORE))
        begin = line + 1 if line >= 0 else space + 1 if 0 <= space < start else start
    end = min(len(text), begin + EXTRACT)
    if end < len(text):
        space = text.rfind(" ", begin + EXTRACT // 2, end)
        end = space if space > start else end
    passage = one_line(text[begin:end])
    return f"{'… ' if begin else ''}{passage}{' …' if end < len(text) else ''}"


def _marked(text: str, words: list[Token]) -> SafeString:
    parts, at = [], 0
    for word in words:
        parts += [conditional_escape(text[at : word.start]), mark_safe("<mark>"), conditional_escape(text[word.start : word.end]), mark_safe("</mark>")]
        at = word.end
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))
