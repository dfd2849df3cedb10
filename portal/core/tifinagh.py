"""Amazigh in Latin letters, for readers who learned the language but not its script (data ``zgh_alphabet.csv``, IRCAM's letters)."""

#: Letter by letter; the labialisation mark is a letter of its own, so ``ⴳⵯ`` gives ``gʷ``.
_LATIN = dict(
    zip(
        "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥⵯ",
        [
            "a",
            "b",
            "g",
            "d",
            "ḍ",
            "e",
            "f",
            "k",
            "h",
            "ḥ",
            "ɛ",
            "x",
            "q",
            "i",
            "j",
            "l",
            "m",
            "n",
            "u",
            "r",
            "ṛ",
            "ɣ",
            "s",
            "ṣ",
            "c",
            "t",
            "ṭ",
            "w",
            "y",
            "z",
            "ẓ",
            "ʷ",
        ],
        strict=True,
    )
)
_TABLE = str.maketrans(_LATIN)


def to_latin(text: str) -> str:
    """The same words in Latin letters; digits, signs and words already in Latin letters are left as they are."""
    return text.translate(_TABLE)
