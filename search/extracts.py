"""The part of a text where the words were found, escaped, with the words marked."""

from collections.abc import Callable, Collection, Set
from html import escape
from itertools import accumulate

from django.utils.safestring import SafeString, mark_safe

from portal.core.text import one_line

from .normalise import Token, spans

#: Letters of an extract, about two lines on a telephone and a half.
EXTRACT = 220
#: Letters kept before the first word found.
_BEFORE = 60
#: Of some words, those that are to be marked.
Among = Callable[[Set[str]], frozenset[str] | set[str]]


def marked(text: str, among: Among, language: str) -> SafeString:
    """A text, escaped, with the words whose tokens were found in ``<mark>``."""
    words = list(spans(text, language))
    found = among({word.token for word in words})
    return _marked(text, [word for word in words if word.token in found], 0, len(text))


def extract(texts: Collection[tuple[str, str]], among: Among, language: str) -> SafeString:
    """The passage of these texts (summary first) that has most of the words, marked, or the beginning of the first.

    Each text comes with its tokens, line by line as the register keeps them: a long page is looked through without taking its words apart again.
    """
    best, passage = 0, SafeString()
    for text, tokens in texts:
        found = among(set(tokens.split()))
        if text and (len(found) > best or not passage):
            different, cut = _passage(text, tokens, found, language)
            if different > best or not passage:
                best, passage = different, cut
    return passage


def _passage(text: str, tokens: str, found: frozenset[str] | set[str], language: str) -> tuple[int, SafeString]:
    """How many of the words the best passage has, and the passage."""
    if not found:
        return 0, _cut(text, 0, [])
    begin, end = _promising(text, tokens, found)
    around = spans(text[begin : end + EXTRACT], language, among=found)
    hits = [word._replace(start=begin + word.start, end=begin + word.end) for word in around]
    different, start = _best_start(hits)
    return different, _cut(text, start, hits)


def _promising(text: str, tokens: str, found: frozenset[str] | set[str]) -> tuple[int, int]:
    """Where the lines begin and end that together, in the length of an extract, have most of the words found."""
    lines, held = text.split("\n"), [found.intersection(line.split()) for line in tokens.split("\n")]
    if len(lines) != len(held):  # words of a register that is being brought up to date
        return 0, len(text)
    begins = [0, *accumulate(len(line) + 1 for line in lines)]
    best, promising = 0, (0, len(lines[0]))
    for first in [place for place, words in enumerate(held) if words]:
        together, last = set(held[first]), first + 1
        while last < len(lines) and begins[last + 1] - begins[first] <= EXTRACT - _BEFORE:
            together |= held[last]
            last += 1
        if len(together) > best:
            best, promising = len(together), (begins[first], begins[last] - 1)
    return promising


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


def _cut(text: str, start: int, hits: list[Token]) -> SafeString:
    """About ``EXTRACT`` letters around ``start``, whole words, the hits in it marked, with … where something is left out."""
    begin = 0
    if start > _BEFORE and len(text) > EXTRACT:
        line = text.rfind("\n", max(0, start - _BEFORE), start)
        space = text.find(" ", max(0, start - _BEFORE))
        begin = line + 1 if line >= 0 else space + 1 if 0 <= space < start else start
    end = min(len(text), begin + EXTRACT)
    if end < len(text):
        space = text.rfind(" ", begin + EXTRACT // 2, end)
        end = space if space > start else end
    passage = one_line(_marked(text, [word for word in hits if begin <= word.start and word.end <= end], begin, end))
    return mark_safe(f"{'… ' if begin else ''}{passage}{' …' if end < len(text) else ''}")


def _marked(text: str, words: list[Token], begin: int, end: int) -> SafeString:
    parts, at = [], begin
    for word in words:
        parts += [escape(text[at : word.start]), "<mark>", escape(text[word.start : word.end]), "</mark>"]
        at = word.end
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))
