"""Rules of French words, and of any other word in Latin letters."""

import unicodedata

#: Letters that decomposition leaves whole, and those of Amazigh typed among French.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "ı": "i", "ɣ": "gh", "γ": "gh", "ε": "3", "ɛ": "3", "ʷ": "w"})
_SHORTEST = 4
#: End in s or x in the singular too, whatever a light rule thinks.
_WHOLE = frozenset(
    {"jeux", "yeux", "bus", "plus", "vous", "nous", "dans", "sans", "sous", "tous", "pays", "taza", "fes", "mais", "puis", "moins", "voix", "choix", "prix"}
)


def fold(word: str) -> str:
    """Without accents and signs; ligatures in two letters."""
    plain = unicodedata.normalize("NFD", word.translate(_LETTERS))
    letters = "".join(char for char in plain if char.isalnum())
    return unicodedata.normalize("NFC", letters).translate(_LETTERS)


def stem(word: str) -> str:
    """A folded word without its plural: “coopératives”, “régionaux”. Repeated until nothing changes."""
    while True:
        shorter = _singular(word)
        if shorter == word:
            return word
        word = shorter


def _singular(word: str) -> str:
    if len(word) <= _SHORTEST or word in _WHOLE or not word.isascii() or word[-1] not in "sx":
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-2] + "l"
    return word[:-1] if (word[-1] == "s" and word[-2] != "s") or word.endswith("eux") else word
