"""First pass: the documents that may answer, best first by the database's own ranking, at most a thousand in a language."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils.dateparse import parse_datetime

from search.models import SearchEntry
from search.results import MOST_COUNTED
from search.types import ResultType
from search.understand import Term

from .ask import match_fts5, match_vector, needed

#: Of the languages that are not asked for: enough to count and to offer a few.
MOST_ELSEWHERE = 100
#: Weights of the columns title, keywords, summary, body.
_FTS5_WEIGHTS = "0, 8.0, 6.0, 3.0, 1.0"
_VECTOR_WEIGHTS = "{0.1, 0.3, 0.7, 1.0}"
_LIGHT = ("id", "origin", "language", "type", "regions", "programme", "group", "dates", "visible_from", "boost")


@dataclass(slots=True)
class Candidate:
    """What filters, facets and the second pass need of a document, and its place in the first."""

    id: int
    origin: str
    language: str
    type: str
    regions: list[str]
    programme: str
    group: str
    dates: dict[str, dt.datetime | None]
    visible_from: dt.datetime | None
    boost: float
    place: int = 0


def candidates(asked: dict[str, list[Term]], wanted: str, missing: int = 0) -> list[Candidate]:
    """Documents that have the terms, in every language; ``asked`` holds the terms as each language says them.

    One in three terms may lack, and ``missing`` more.
    """
    limits = {language: MOST_COUNTED + 1 if language == wanted else MOST_ELSEWHERE for language in asked}
    found = _in_postgresql(asked, limits, missing) if connection.vendor == "postgresql" else _in_sqlite(asked, limits, missing)
    places = {pk: place for place, pk in enumerate(found)}
    rows = SearchEntry.objects.filter(pk__in=found).values_list(*_LIGHT)
    return _named(sorted((_candidate(row, places[row[0]]) for row in rows), key=lambda candidate: candidate.place), asked)


def _named(found: list[Candidate], asked: dict[str, list[Term]]) -> list[Candidate]:
    """A province is found by names, not by words that mean the same: some commune is called like nearly everything. There are 75 of them, ever."""
    loose = {
        language: [_own_words(term) for term in terms]
        for language, terms in asked.items()
        if any(one.weight < 1 for term in terms for one in term.alternatives)
    }
    places = [one.id for one in found if one.type == ResultType.PLACE and one.language in loose]
    if not places:
        return found
    rows = SearchEntry.objects.filter(pk__in=places).values_list("pk", "language", "title_tokens", "keyword_tokens", "summary_tokens")
    wrong = {pk for pk, language, *columns in rows if not _has_enough(set(" ".join(columns).split()), loose[language])}
    return [one for one in found if one.id not in wrong]


def _own_words(term: Term) -> list[tuple[str, ...]]:
    return [one.tokens for one in term.alternatives if one.weight >= 1]


def _has_enough(words: set[str], terms: list[list[tuple[str, ...]]]) -> bool:
    return sum(any(words.issuperset(tokens) for tokens in term) for term in terms) >= needed(len(terms))


def _candidate(row: tuple, place: int) -> Candidate:
    pk, origin, language, kind, regions, programme, group, dates, visible_from, boost = row
    moments = {name: parse_datetime(moment) if moment else None for name, moment in dates.items()}
    return Candidate(pk, origin, language, kind, regions, programme, group, moments, visible_from, boost, place)


def _in_sqlite(asked: dict[str, list[Term]], limits: dict[str, int], missing: int) -> list[int]:
    """FTS5 alone, never joined to its table: that hangs (TRAPS)."""
    parts, values = [], []
    for language, terms in asked.items():
        parts.append(f"SELECT * FROM (SELECT rowid, bm25(search_fts, {_FTS5_WEIGHTS}) FROM search_fts WHERE search_fts MATCH %s ORDER BY 2 LIMIT %s)")  # noqa: S608
        values += [match_fts5(terms, language, needed(len(terms)) - missing), limits[language]]
    return _ids(" UNION ALL ".join(parts), values)


def _in_postgresql(asked: dict[str, list[Term]], limits: dict[str, int], missing: int) -> list[int]:
    """Titles and names have an index of their own and come first: a word of half the documents is not ranked in all of them."""
    parts, values = [], []
    for language, terms in asked.items():
        for column in ("ts_filter(vector, '{a,b}')", "vector"):
            parts.append(
                f"(SELECT id, -ts_rank('{_VECTOR_WEIGHTS}', vector, query) FROM "  # noqa: S608
                f"(SELECT id, vector, %s::tsquery AS query FROM search_searchentry WHERE {column} @@ %s::tsquery AND language = %s LIMIT %s) AS found)"
            )
            query = match_vector(terms, needed(len(terms)) - missing)
            values += [query, query, language, limits[language]]
    return _ids(" UNION ALL ".join(parts), values)


def _ids(sql: str, values: list) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        ranked = sorted(cursor.fetchall(), key=lambda row: row[1])
    return list(dict.fromkeys(pk for pk, _rank in ranked))
