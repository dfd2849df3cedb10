"""Where words begin and end, and digits: what the three scripts share."""

import re

from portal.core.text import western_digits

#: Combining marks of Latin, Arabic marks and tatweel, joiners, direction marks inside a word: part of it, though Python's ``\\w`` leaves them out.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u200b-\u200f\u2060\u2061\ufeff\u00ad"
#: A number with its thousands apart ("64,677", "64 677" with a narrow space), or a run of letters, digits and marks. ʷ, ʼ inside words are letters (Lm).
WORD = re.compile(rf"\d{{1,3}}(?:[.,\u066c\u00a0\u2009\u202f]\d{{3}})+(?![^\W_])|[^\W_](?:[^\W_]|[{_MARKS}])*")
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
