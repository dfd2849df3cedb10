"""Where words begin and end, and digits: what the three scripts share."""

import re

from portal.core.text import western_digits

#: Combining marks of Latin, Arabic marks and tatweel, joiners, direction marks inside a word: part of it, though Python's ``\\w`` leaves them out.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u200b-\u200f\u2060\u2061\ufeff\u00ad"
#: One of them. Tatweel and the small letters of the Koran count as letters for Python: ``isalnum`` does not leave them out.
MARK = re.compile(f"[{_MARKS}]")
#: Letters of the Arabic script, without marks and tatweel: inside brackets of an expression.
ARABIC = "\u0621-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f"
_TIFINAGH = "\u2d30-\u2d7f\u02b7"
#: A number with its thousands apart ("64,677", "64 677" with a narrow space), or a run of letters of one script, with digits and marks.
WORD = re.compile(
    rf"\d{{1,3}}(?:[.,\u066c\u00a0\u2009\u202f]\d{{3}})+(?![^\W_])"
    rf"|\d*[{ARABIC}][{ARABIC}\d{_MARKS}]*"
    rf"|\d*[\u2d30-\u2d7f][{_TIFINAGH}\d{_MARKS}]*"
    rf"|(?![{ARABIC}\u2d30-\u2d7f])[^\W_](?:(?![{ARABIC}\u2d30-\u2d7f])[^\W_]|[{_MARKS}])*"
)
#: Every sign people type for an apostrophe.
APOSTROPHES = "'’‘ʼ`´′＇"
_ELIDED = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu", "lorsqu", "jusqu", "puisqu", "quoiqu"})
_DROPPED = re.compile(r"(?<=\d)[.,\u066c\u00a0\u2009\u202f](?=\d)")


def is_elided(text: str, match: re.Match) -> bool:
    """Whether a word is only the article or pronoun before an apostrophe: the l of “l’école”."""
    end = match.end()
    return end + 1 < len(text) and text[end] in APOSTROPHES and match.group().casefold() in _ELIDED and text[end + 1].isalnum()


def western_number(word: str) -> str:
    """Digits as 0-9, thousands joined: “٦٤٬٦٧٧” and “64 677” are 64677."""
    return _DROPPED.sub("", western_digits(word))
