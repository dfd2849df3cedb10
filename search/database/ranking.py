"""Second pass: the order in which a reader sees the best candidates. Pure Python on the normalised words, the same on every database."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from math import log

from forms_app.calls.models.state import State
from search.understand import Alternative, Term

#: What a word counts in the title, among the names, in the summary, in the body; and how soon repeating it counts less.
WEIGHTS = (5.0, 4.0, 2.0, 1.0)
_SATURATION = 2.0
#: Length of a body that is neither long nor short, in words; how much length matters.
_USUAL_LENGTH = 120
_LENGTH = 0.5
#: Names that have all the words, a title that does, a title that is nothing but them.
_NAMED = 0.2
_ALL_IN_TITLE = 0.4
_IS_TITLE = 0.6
#: How much the state of a call counts, beside how well it answers.
STATE_WORTH = {
    State.OPEN: 1.3,
    State.CLOSING_SOON: 1.35,
    State.ANNOUNCED: 1.15,
    State.UNDER_REVIEW: 0.95,
    State.RESULTS_PUBLISHED: 0.85,
    State.CLOSED: 0.8,
    State.CANCELLED: 0.6,
}


@dataclass(slots=True)
class Words:
    """The words of one document, column by column: title, keywords, summary, body."""

    columns: tuple[Counter[str], ...]
    title: list[str]
    length: int

    @classmethod
    def of(cls, title: str, keywords: str, summary: str, body: str) -> "Words":
        """From the normalised columns of an entry."""
        split = [column.split() for column in (title, keywords, summary, body)]
        return cls(tuple(map(Counter, split)), split[0], len(split[3]))


def score(words: Words, terms: list[Term], rarity: dict[str, float]) -> float:
    """How well a document answers: the rarer a word and the nearer to the title, the better; a missing term costs its share."""
    total, best, in_title, named, held = 0.0, 0.0, 0.0, 0.0, 0
    for term in terms:
        own = max(rarity.get(token, 1.0) for token in term.alternatives[0].tokens)
        best += own
        strength, titled, called, one = max(
            ((_strength(words, one), _in(words, one, 0), _in(words, one, 1), one) for one in term.alternatives), key=lambda found: found[:3]
        )
        total += own * strength
        in_title += own * titled
        named += own * max(titled, called)
        held += len(one.tokens)
    if not best:
        return 0.0
    bonus = _NAMED * (named / best) ** 2 + _ALL_IN_TITLE * (in_title / best) ** 2
    if in_title / best > 0.6:
        bonus += _IS_TITLE * in_title / best * min(1.0, held / max(1, len(words.title)))
    return total / best * (1 + bonus)


def _strength(words: Words, alternative: Alternative) -> float:
    """Of the word of the alternative that the document has least."""
    weakest = 1.0
    for place, token in enumerate(alternative.tokens):
        begun = alternative.prefix and place == len(alternative.tokens) - 1
        frequency = 0.0
        for weight, column in zip(WEIGHTS, words.columns, strict=True):
            times: float = sum(number for word, number in column.items() if word.startswith(token)) if begun else column.get(token, 0)
            if times and column is words.columns[3]:
                times = times / (1 - _LENGTH + _LENGTH * words.length / _USUAL_LENGTH)
            frequency += weight * min(times, 3)
        weakest = min(weakest, frequency / (frequency + _SATURATION))
    return weakest * alternative.weight


def _in(words: Words, alternative: Alternative, column: int) -> float:
    held, last = words.columns[column], len(alternative.tokens) - 1
    for place, token in enumerate(alternative.tokens):
        if token not in held and not (alternative.prefix and place == last and any(word.startswith(token) for word in held)):
            return 0.0
    return alternative.weight


def rarity(counts: dict[str, int], documents: int) -> dict[str, float]:
    """How much each word says: one of every document says little."""
    return {token: log(1 + (documents + 1) / (count + 0.5)) for token, count in counts.items()}


def freshness(state: State | None, updated: dt.datetime | None, kind: str, at: dt.datetime) -> float:
    """Open calls before closed ones; old news after new."""
    if state is not None:
        return STATE_WORTH.get(state, 1.0)
    if kind == "news" and updated is not None:
        years = max(0.0, (at - updated).days / 365)
        return max(0.85, 1 - 0.05 * years)
    return 1.0
