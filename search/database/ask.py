"""Terms as each database wants them."""

from itertools import combinations
from math import comb

from search.models.vector import quoted
from search.understand import Alternative, Term

#: Terms looked at when one may be missing: beyond, all the ways to leave some out are too many.
_MOST_COMBINED = 8


def needed(terms: int) -> int:
    """How many of the terms a document must have: all of one or two, then one in three may be missing."""
    return terms - terms // 3


def match_fts5(terms: list[Term], language: str) -> str:
    """An FTS5 expression over the columns of ``search_fts``."""
    groups = [" OR ".join(f"({_fts5(alternative)})" for alternative in term.alternatives) for term in terms]
    return f"language : {language} AND ({_enough(groups, ' AND ', ' OR ')})"


def match_vector(terms: list[Term]) -> str:
    """A ``tsquery``, to be cast: nothing of the server parses it."""
    groups = [" | ".join(f"({_tsquery(alternative)})" for alternative in term.alternatives) for term in terms]
    return _enough(groups, " & ", " | ")


def _enough(groups: list[str], conjunction: str, disjunction: str) -> str:
    groups = [f"({group})" for group in groups]
    number = needed(len(groups))
    if number == len(groups) or comb(min(len(groups), _MOST_COMBINED), needed(min(len(groups), _MOST_COMBINED))) == 1:
        return conjunction.join(groups)
    groups = groups[:_MOST_COMBINED]
    number = needed(len(groups))
    return disjunction.join(f"({conjunction.join(chosen)})" for chosen in combinations(groups, number))


def _fts5(alternative: Alternative) -> str:
    """Tokens have letters and digits only; the quotation marks keep AND, OR, NOT and NEAR words."""
    words = [f'"{token}"' for token in alternative.tokens]
    if alternative.prefix:
        words[-1] += " *"
    return " AND ".join(words)


def _tsquery(alternative: Alternative) -> str:
    words = [quoted(token) for token in alternative.tokens]
    if alternative.prefix:
        words[-1] += ":*"
    return " & ".join(words)
