"""Rules of Arabic words. Lucene's and PostgreSQL's Arabic stemmers eat the first letter of وزارة (TRAPS): these do not."""

import re
import unicodedata
from functools import cache

from . import arabic_lists
from .words import ARABIC

_LETTERS = re.compile(f"[{ARABIC}]")
#: Hamza seats, alef, ya and ta marbuta forms, Persian letters, and the Moroccan ڭ (g), ڥ (v), پ (p) with what people type instead.
_ONE_FORM = {"ا": "أإآٱٲٳ", "ي": "ىئیېٸ", "ه": "ةۃەہ", "و": "ؤۏٷ", "ك": "ڭݣݢگک", "ف": "ڥڤڢ", "ب": "پ", "ج": "چ", "ز": "ژ", "ت": "ٹ", "ق": "ڨ"}
_FOLDED = {ord(form): letter for letter, forms in _ONE_FORM.items() for form in forms}
_DROPPED = dict.fromkeys(map(ord, "\u0640ءٴ"))
#: What must be left of a word without its و.
_AFTER_AND = 4
#: Longest first: “and with the …”, “for the …”, “the …”; and how much of the word must be left.
_ARTICLES = (("وبال", 3), ("وكال", 3), ("ولل", 3), ("فلل", 3), ("وال", 3), ("بال", 4), ("كال", 4), ("فال", 4), ("لل", 3), ("ال", 3))
#: Plurals, gender and possession, longest first; what stands instead; how much of the word must be left before it.
_ENDINGS = tuple(
    (ending, instead, left)
    for endings, instead, left in (
        ("ياتها ياتهم ياتهن ياتنا ياتك ياتي يتها يتهم يتهن يتنا يتكم يتك يتي", "ي", 2),
        ("اتها اتهم اتهن اتنا اتكم اتك اتي", "", 3),
        ("تها تهم تهن تنا تكم تك تي", "", 3),
        ("يات", "ي", 2),
        ("ات", "", 3),
        ("يه", "ي", 2),
        ("ون ين", "", 4),
        ("ه", "", 3),
    )
    for ending in endings.split()
)


def is_arabic(word: str) -> bool:
    """Whether the word has a letter of the Arabic script."""
    return _LETTERS.search(word) is not None


def fold(word: str) -> str:
    """Letters only, in one form each; marks, tatweel and a lone hamza fall away."""
    word = unicodedata.normalize("NFC", _without_marks(word.translate(_FOLDED)))
    return _without_marks(word.translate(_FOLDED)).translate(_DROPPED)


def _without_marks(word: str) -> str:
    return "".join(char for char in word if char.isalnum())


def stem(word: str) -> str:
    """A folded word without article, clitics, plural and gender; broken plurals by the list. Repeated until nothing changes."""
    while True:
        shorter = _known(_without_ending(without_article(word)))
        if shorter == word:
            return word
        word = shorter


def without_article(word: str) -> str:
    """Without ال and the و, ف, ب, ك, ل before it; without a lone و before a word. Words of the lists keep theirs."""
    if _keeps(word):
        return word
    for article, left in _ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= left:
            return rest
    rest = word.removeprefix("و")
    if rest != word and len(rest) >= _AFTER_AND:
        return without_article(rest)
    return word


def _keeps(word: str) -> bool:
    return word in _kept() or _without_ending(word) in _kept()


def _without_ending(word: str) -> str:
    return word if word in _irregular() or word in arabic_lists.WHOLE else _regular(word)


def _regular(word: str) -> str:
    """Without one ending; does not depend on the list of irregular forms, which is made with it."""
    for ending, instead, left in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= left:
            return rest + instead
    return word


def _known(word: str) -> str:
    return _irregular().get(word, word)


@cache
def _kept() -> frozenset[str]:
    """Words that begin with و or ال of their own, folded, with and without their endings."""
    words = [fold(word) for word in arabic_lists.KEEP_FIRST_LETTERS.split()]
    return frozenset(words) | frozenset(map(_without_ending, words))


@cache
def _irregular() -> dict[str, str]:
    """Broken plurals and other forms, folded, to the token of the word they belong to."""
    forms: dict[str, str] = {}
    for line in arabic_lists.FORMS.strip().splitlines():
        first, *others = (fold(word) for word in line.split())
        token = _regular(first)
        others.append(_regular(token) if _regular(token) != token else token)  # the token itself must stay as it is
        forms |= {word: token for word in others if word != token}
    return forms
