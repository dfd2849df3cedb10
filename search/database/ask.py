"""Terms as each database wants them."""

from itertools import combinations

from search.models.vector import quoted
from search.understand import Alternative, Term

#: Terms looked at when one may be missing: beyond, all the ways to leave some out are too many.
_MOST_COMBINED = 8


def needed(terms: int) -> int:
    """How many of the terms a document must have: all of one or two, then one in three may be missing."""
    return terms - terms // 3


def match_fts5(terms: list[Term], language: str, number: int) -> str:
    """An FTS5 expression over the columns of ``search_fts``: documents of a language with so many of the terms."""
    groups = [" OR ".join(f"({_fts5(alternative)})" for alternative in term.alternatives) for term in terms]
    return f"language : {language} AND ({_enough(groups, number, ' AND ', ' OR ')})"


def match_vector(terms: list[Term], number: int) -> str:
    """A ``tsquery``, to be cast: nothing of the server parses it."""
    groups = [" | ".join(f"({_tsquery(alternative)})" for alternative in term.alternatives) for term in terms]
    return _enough(groups, number, " & ", " | ")


def _enough(groups: list[str], number: int, conjunction: str, disjunction: str) -> str:
    groups = [f"({group})" for group in groups]
    if number < len(groups) > _MOST_COMBINED:
        number -= len(groups) - _MOST_COMBINED
        groups = groups[:_MOST_COMBINED]
    return disjunction.join(f"({conjunction.join(chosen)})" for chosen in combinations(groups, max(1, number)))


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
