"""Rules of Amazigh words: variants of Tifinagh letters, Latin typing, and the vowels and endings that a noun changes with its place and number.

Never NFKC: it turns the labialisation mark ⵯ into the letter ⵡ. Letters follow IRCAM's table (``search/data/zgh_alphabet.csv``).
"""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

from .words import MARK

_TABLE = Path(__file__).parent.parent / "data" / "zgh_alphabet.csv"
_LETTERS = re.compile("[\u2d30-\u2d7f]")
_LABIAL = "\u2d6f"
#: Letters of other orthographies, and emphatics: a telephone's keyboard rarely has their dots, so ⵥ is found as ⵣ.
_FOLDED = str.maketrans("ⴲⴴⴵⴶⴸⴺⴹⴾⴿⵁⵂⵃⵆⵈⵋⵌⵐⵑⵗⵘⵚⵝⵟⵕⵠⵤⵥⵦ", "ⴱⴳⵊⴳⴷⴷⴷⴽⴽⵀⵀⵀⵅⵇⵊⵊⵏⵏⵖⵖⵙⵜⵜⵔⴱⵣⵣⴻ")
#: The schwa comes and goes in Latin typing; the labialisation mark is forgotten, or typed as a full ⵡ after ⴳ and ⴽ.
_DROPPED = re.compile("[ⴻⵯʷ\u2d7f]")
_LABIAL_AS_LETTER = re.compile("(?<=[ⴳⴽ])ⵡ")
_DOUBLED = re.compile("([\u2d30-\u2d67])\\1+")
#: What people type for one letter of the table, longest first.
_TYPED = {
    "tch": "ⵜⵛ", "gh": "ⵖ", "γ": "ⵖ", "ɣ": "ⵖ", "ğ": "ⵖ", "kh": "ⵅ", "ch": "ⵛ", "sh": "ⵛ", "č": "ⵛ", "š": "ⵛ", "dj": "ⵊ", "ǧ": "ⵊ", "ž": "ⵊ",
    "ou": "ⵓ", "o": "ⵓ", "ε": "ⵄ", "ɛ": "ⵄ", "3": "ⵄ", "â": "ⵄ", "ʕ": "ⵄ", "7": "ⵃ", "p": "ⴱ", "v": "ⴱ", "é": "ⵉ", "è": "ⵉ", "ï": "ⵉ", "î": "ⵉ", "ç": "ⵙ",
    "à": "ⴰ", "û": "ⵓ", "ù": "ⵓ", "œ": "ⵓ", "ê": "ⵉ", "ô": "ⵓ",
}  # fmt: skip
_TYPEABLE = re.compile("[a-z\u00aa\u00ba\u00df-\u024f\u0250-\u02af\u02b7\u03b3\u03b5\u1e00-\u1eff]")
_VOWELS = "ⴰⵉⵓ"
_SHORTEST = 3


def is_tifinagh(word: str) -> bool:
    """Whether the word has a letter of the Tifinagh block."""
    return _LETTERS.search(word) is not None


def is_typed(word: str) -> bool:
    """Whether the word is in Latin letters, so that it can be Amazigh typed without a Tifinagh keyboard; 3 and 7 stand for letters, other digits do not."""
    return _TYPEABLE.search(word) is not None and not (word[0].isdigit() and word[0] not in "37")


def from_latin(word: str) -> str:
    """A word in Latin letters, lower case, in Tifinagh: letter by letter, after the digraphs people use. What has no letter is left out."""
    table, longest = _table()
    written, at = [], 0
    while at < len(word):
        for size in range(longest, 0, -1):
            letter = table.get(word[at : at + size])
            if letter is not None:
                written.append(letter)
                at += size
                break
        else:
            written.append(_undotted(word[at], table))
            at += 1
    return "".join(written)


def _undotted(char: str, table: dict[str, str]) -> str:
    """A letter with a mark the table does not know, as the letter below it; a digit stays."""
    return char if char.isdecimal() else table.get(unicodedata.normalize("NFD", char)[0], "")


@cache
def _table() -> tuple[dict[str, str], int]:
    """From Latin to Tifinagh: IRCAM's table, then other ways of typing."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        official = {unicodedata.normalize("NFC", row["latin_ircam"].split(" ")[0]): row["tifinagh"] for row in csv.DictReader(file)}
    table = _TYPED | official
    return table, max(map(len, table))


def fold(word: str) -> str:
    """One form for each letter; no schwa, no labialisation, no doubled letter."""
    while True:
        folded = "".join(char for char in unicodedata.normalize("NFC", MARK.sub("", word)).translate(_FOLDED) if char.isalnum())
        folded = _DOUBLED.sub(r"\1", _LABIAL_AS_LETTER.sub("", _DROPPED.sub("", folded)))
        if folded == word:
            return folded
        word = folded


def stem(word: str) -> str:
    """A folded noun without the vowel that changes with its place in the sentence, nor gender and plural endings: ⵜⴰⵎⵖⴰⵔⵜ, ⵜⵎⵖⴰⵔⵜ, ⵜⵉⵎⵖⴰⵔⵉⵏ."""
    while True:
        shorter = _shorter(word)
        if shorter == word:
            return word
        word = shorter


def without_first_vowel(word: str, *, begun: bool = False) -> str:
    """ⴰⵙⵏⴼⴰⵔ, ⵓⵙⵏⴼⴰⵔ and ⵉⵙⵏⴼⴰⵔⵏ begin alike; so do ⵜⴰⵎⵖⴰⵔⵜ and ⵜⵎⵖⴰⵔⵜ. A word only ``begun`` will be longer."""
    shortest = 1 if begun else _SHORTEST
    if len(word) > shortest + 1 and word[0] == "ⵜ" and word[1] in _VOWELS:
        return word[0] + word[2:]
    if len(word) > shortest and word[0] in _VOWELS:
        return word[1:]
    if len(word) > shortest + 1 and word[:2] in {"ⵡⴰ", "ⵢⵉ"}:
        return word[2:]
    return word


def _shorter(word: str) -> str:
    began = word
    word = without_first_vowel(word)
    feminine, plural = word.startswith("ⵜ"), began.startswith("ⵉ") and word != began
    for ending in ("ⵉⵡⵉⵏ", "ⴰⵡⵉⵏ", "ⵉⵏ", "ⵜ") if feminine else ("ⴰⵡⵏ", "ⵉⵏ", "ⵏ") if plural else ():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _DOUBLED.sub(r"\1", word.removesuffix(ending))
    return _DOUBLED.sub(r"\1", word)
