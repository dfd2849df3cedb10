"""“Did you mean”: the nearest word of the index for a word that no document has."""

from collections import defaultdict

from django.db.models import Sum

from portal.core import languages
from search.models import SearchWord, WordKey
from search.normalise import Token, spans, tokens
from search.normalising.tifinagh import is_tifinagh
from search.stop_words import STOP_WORDS
from search.thesaurus import meanings

_SHORTEST = 4
#: From this many letters on, two errors are forgiven.
_TWO_ERRORS = 7


def counts(words: set[str], language: str) -> dict[str, int]:
    """In how many documents of a language each token stands, as far as it does."""
    return dict(SearchWord.objects.filter(language=language, token__in=words).values_list("token", "count"))


def corrected(text: str, language: str) -> str:
    """The query with each unknown word replaced by the nearest known one; the same query when there is nothing to correct. At most two queries."""
    words = [word for word in spans(text, language) if len(word.folded) >= _SHORTEST and word.token not in STOP_WORDS and not word.folded.isdigit()]
    meaning_of = meanings()
    words = [word for word in words if meaning_of(text[word.start : word.end]) is None]
    unknown = _unknown(text, words)
    if not unknown:
        return text
    nearest = _nearest(unknown, language)
    written, at = [], 0
    for word in unknown:
        if word.token in nearest:
            written += [text[at : word.start], nearest[word.token]]
            at = word.end
    return "".join([*written, text[at:]])


def _unknown(text: str, words: list[Token]) -> list[Token]:
    """Those that no document of any language has. A French word that is only read as if it were Amazigh does not count as one."""
    forms = {word.token: {token for code in languages.codes() for token in tokens(text[word.start : word.end], code)} for word in words}
    every = {token for found in forms.values() for token in found}
    rows = SearchWord.objects.filter(token__in=every).values_list("token", "written") if every else ()
    known = {token for token, written in rows if not (is_tifinagh(token) and not is_tifinagh(written))}
    return [word for word in words if not forms[word.token] & known]


def _nearest(words: list[Token], language: str) -> dict[str, str]:
    """The best correction of each token, as it is written."""
    keys = defaultdict(set)
    for word in words:
        for key in keys_of(word.token):
            keys[key].add(word.token)
    found: dict[str, tuple[tuple, str]] = {}
    near = WordKey.objects.filter(key__in=keys).values_list("key", "word__token", "word__written", "word__language").annotate(count=Sum("word__count"))
    for key, token, written, spoken, count in near:
        for typed in keys[key]:
            errors = distance(typed, token)
            if errors > (2 if len(typed) >= _TWO_ERRORS else 1):
                continue
            rank = (errors, spoken != language, typed[0] != token[0], -count, token)
            if typed not in found or rank < found[typed][0]:
                found[typed] = (rank, written)
    return {typed: written for typed, (_rank, written) in found.items()}


def keys_of(token: str) -> set[str]:
    """The word, and the word with each one letter left out: two words an error or so apart share one of them."""
    if len(token) < _SHORTEST - 1:
        return {token}
    return {token} | {token[:at] + token[at + 1 :] for at in range(len(token))}


def distance(one: str, other: str) -> int:
    """Errors between two words: a letter wrong, missing, too many, or two changed about."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (char != against))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
