"""What a reader means: her words as terms, each with everything else that says the same in the languages of the site.

Both engines ask for the same terms, so that both find the same things: place names in any script, the same thing in Arabic, French and Amazigh.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from .normalise import Token, spans, tokens
from .query import LONGEST_QUERY
from .stop_words import STOP_WORDS
from .thesaurus import LONGEST_PHRASE, PLACE_KINDS, Meaning, meanings

#: More words are not looked at: nobody types them, and they cost.
MOST_TERMS = 12
OTHER_WORD = 0.7
#: "64 677" as a telephone types it, without the narrow space.
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3}) (\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that satisfy a term, all of them; ``weight`` is 1 for the reader's own, less for what only means the same. ``prefix``: the last is only begun."""

    tokens: tuple[str, ...]
    weight: float = 1.0
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of its alternatives will do. The reader's own words come first. ``place``: it is the name of one."""

    typed: str
    alternatives: tuple[Alternative, ...]
    place: bool = False


def understand(text: str, language: str) -> list[Term]:
    """The terms of a query, for documents of one language. Never fails, whatever is typed; empty when there is no word."""
    text = _THOUSANDS.sub(r"\1\2", text[:LONGEST_QUERY])
    words = list(spans(text, language))
    kept = [word for word in words if word.token not in STOP_WORDS] or words
    phrases = _phrases(text, words, language)
    terms: list[Term] = []
    at = 0
    while at < len(words) and len(terms) < MOST_TERMS:
        size, meaning = phrases.get(at, (1, None))
        if (meaning is not None or words[at] in kept) and not _introduces_a_place(words[at], phrases.get(at + size)):
            terms.append(_term(text, words[at : at + size], meaning, language))
        at += size
    return terms


def _phrases(text: str, words: list[Token], language: str) -> dict[int, tuple[int, Meaning]]:
    """Where a known name or concept begins, how many words it takes, what it means: the longest, from the beginning."""
    found, at, meaning_of = {}, 0, meanings()
    while at < len(words):
        for size in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            meaning = meaning_of(text[words[at].start : words[at + size - 1].end])
            if meaning is not None and not (size == 1 and words[at].token in STOP_WORDS):
                found[at] = (size, meaning)
                break
        at += found[at][0] if at in found else 1
    return found


def _introduces_a_place(word: Token, following: tuple[int, Meaning] | None) -> bool:
    """“Region”, “province of”, “town”: the name says it."""
    return word.token in PLACE_KINDS and following is not None and following[1].place


def _term(text: str, words: list[Token], meaning: Meaning | None, language: str) -> Term:
    own = tuple(word.token for word in words)
    alternatives, place = {own: Alternative(own)}, meaning is not None and meaning.place
    for said in meaning.words if meaning else ():
        other = tuple(tokens(said, language))
        if other and other not in alternatives:
            alternatives[other] = Alternative(other, 1.0 if place else OTHER_WORD)
    return Term(text[words[0].start : words[-1].end], tuple(alternatives.values()), place)


def worth_marking(terms: Collection[Term]) -> frozenset[str]:
    """The tokens to mark in what is found: all that were asked for but the stop words, unless nothing else was asked."""
    asked = frozenset(token for term in terms for alternative in term.alternatives for token in alternative.tokens)
    return asked - STOP_WORDS or asked
