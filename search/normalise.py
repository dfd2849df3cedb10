"""Spelling-tolerant words: the same for what is indexed and for what is typed. The rules, one by one with examples: docs/search.md.

Each word is folded by its own script: Arabic words by the rules of Arabic and Tifinagh ones by those of Amazigh in every language; Latin words are
French, except in Amazigh texts, where they are Amazigh typed in Latin letters. Pure Python; never fails; folding what is folded changes nothing.
"""

import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from .normalising import arabic, french, tifinagh
from .normalising.words import APOSTROPHES, WORD, is_elided, western_number

_REMEMBERED = 1 << 16
#: Longer "words" are noise; cut, so that nothing costs more than its length.
LONGEST_WORD = 60


class Token(NamedTuple):
    """A word of a text: where it stands in it, its folded form, and the form it is found by."""

    start: int
    end: int
    folded: str
    token: str


def storable(text: str) -> str:
    """Without what no server takes: lone surrogates, NUL."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", " ")


def fold(text: str, language: str) -> str:
    """The text's words with their letters folded (marks, accents, case, variants, digits), joined by spaces; nothing is cut off a word."""
    return " ".join(word.folded for word in spans(text, language))


def tokens(text: str, language: str) -> list[str]:
    """The forms by which a text of this language is found, in order: folded, without article, clitic and plural. Stop words are kept."""
    return [word.token for word in spans(text, language)]


def spans(text: str, language: str, among: Container[str] | None = None) -> Iterator[Token]:
    """The words of a text with their places in it, so that what was found can be marked; only those whose token is ``among`` some, when they are given."""
    amazigh = language == "zgh"
    for match in WORD.finditer(text):
        folded, token = _forms(match.group()[:LONGEST_WORD], amazigh)
        if not token or (among is not None and token not in among):
            continue
        start, end = match.span()
        if not (text[end : end + 1] in APOSTROPHES and is_elided(text, match)):
            yield Token(start, end, folded, token)


def begun(text: str, language: str) -> list[str]:
    """How the word still being typed may begin: folded, without article or first vowel, but with whatever ending it has so far."""
    words = list(WORD.finditer(text))
    if not words:
        return []
    folded = _forms(words[-1].group()[:LONGEST_WORD], language == "zgh")[0]
    if arabic.is_arabic(folded):
        return [arabic.without_article(folded)]
    if tifinagh.is_tifinagh(folded):
        return list(dict.fromkeys([folded, tifinagh.without_first_vowel(folded, begun=True)]))
    return [folded] if folded else []


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str, amazigh: bool) -> tuple[str, str]:
    """A word's folded form and its token."""
    word = unicodedata.normalize("NFC", western_number(word)).casefold()
    if arabic.is_arabic(word):
        folded = arabic.fold(word)
        return folded, arabic.stem(folded)
    if tifinagh.is_tifinagh(word):
        folded = tifinagh.fold(word)
        return folded, tifinagh.stem(folded)
    if amazigh and tifinagh.is_typed(word):
        folded = tifinagh.fold(tifinagh.from_latin(word))
        return folded, tifinagh.stem(folded)
    folded = french.fold(word)
    return folded, french.stem(folded)
