"""Names of places typed in Tifinagh, read in the letters in which they are known. Letters: ``zgh_alphabet.csv``."""

import re

_TIFINAGH = "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥ"


def _table(letters: str) -> dict[int, str]:
    """Each letter as written in another script; ``-``: nothing is."""
    return str.maketrans(dict(zip(_TIFINAGH, letters.replace("-", "").split(" "), strict=True)))


#: Folded, as names are kept: the letter of Agadir is a kaf.
_ARABIC = _table("ا ب ك د ض - ف ك ه ح ع خ ق ي ج ل م ن و ر ر غ س ص ش ت ط و ي ز ز")
_LATIN = _table("a b g d d e f k h h - kh k i j l m n ou r r gh s s ch t t ou y z z")
_LETTER = re.compile("[\u2d30-\u2d67]")
_DOUBLED = re.compile("([\u2d30-\u2d67])\\1+")
_LABIAL_MARK = "\u2d6f"


def readings(folded: str) -> list[str]:
    """The folded words themselves; of words in Tifinagh also how Arabic and then French would write them. A doubled letter is written once."""
    if not _LETTER.search(folded):
        return [folded]
    single = _DOUBLED.sub(r"\1", folded.replace(_LABIAL_MARK, ""))
    return [folded, single.translate(_ARABIC), single.translate(_LATIN)]
