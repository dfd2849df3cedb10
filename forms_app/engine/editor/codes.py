"""Stable codes made from words, for editors who do not want to think of codes."""

import re
import unicodedata
from collections.abc import Collection, Mapping

#: Codes of steps, questions and choices.
CODE = re.compile(r"^[a-z0-9][a-z0-9_]{0,39}$")
#: Longest code made by itself: short enough to be read out.
_LONGEST = 30


def code_from(words: Mapping[str, str], otherwise: str) -> str:
    """A code from the French words, which alone are in Latin letters for sure; ``otherwise`` when there are none."""
    plain = unicodedata.normalize("NFD", words.get("fr", "").lower().replace("œ", "oe").replace("’", " ")).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
    return code or otherwise


def free_code(wanted: str, taken: Collection[str]) -> str:
    """``wanted``, or ``wanted_2``, ``wanted_3`` ... the first that nothing else has."""
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}_{number}"
    return code
