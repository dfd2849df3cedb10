"""First pass: the documents that may answer, best first by the database's own ranking, at most a thousand in a language."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from search.models import SearchEntry
from search.models.vector import language_mark, quoted
from search.results import MOST_COUNTED
from search.types import ResultType
from search.understand import Term

from .ask import match_fts5, match_vector, needed

#: Of the languages that are not asked for: enough to count and to offer a few.
MOST_ELSEWHERE = 100
#: Weights of the columns title, keywords, summary, body.
_FTS5_WEIGHTS = "0, 8.0, 6.0, 3.0, 1.0"
#: Made by a migration: titles and names first, the rest only as far as there is room; the row and its rank.
_CANDIDATES = "SELECT * FROM search_candidates(%s::tsquery, %s::tsquery, %s)"
_LIGHT = ("id", "origin", "language", "type", "programme", "group", "visible_from", "boost")


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
    rows = _in_postgresql(asked, limits, missing) if connection.vendor == "postgresql" else _in_sqlite(asked, limits, missing)
    return _named([_candidate(row, place) for place, row in enumerate(rows)], asked, missing)


def _named(found: list[Candidate], asked: dict[str, list[Term]], missing: int) -> list[Candidate]:
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
    wrong = {pk for pk, language, *columns in rows if not _has_enough(set(" ".join(columns).split()), loose[language], missing)}
    return [one for one in found if one.id not in wrong]


def _own_words(term: Term) -> list[tuple[str, ...]]:
    return [one.tokens for one in term.alternatives if one.weight >= 1]


def _has_enough(words: set[str], terms: list[list[tuple[str, ...]]], missing: int) -> bool:
    return sum(any(words.issuperset(tokens) for tokens in term) for term in terms) >= needed(len(terms)) - missing


def _candidate(row: tuple, place: int) -> Candidate:
    pk, origin, language, kind, programme, group, visible_from, boost, regions, dates = row
    return Candidate(pk, origin, language, kind, _regions(regions), programme, group, _dates(dates), visible_from, boost, place)


@lru_cache(maxsize=4096)
def _regions(written: str) -> list[str]:
    """Read once for each of the few there are: a thousand documents at each search."""
    return json.loads(written)


@lru_cache(maxsize=4096)
def _dates(written: str) -> dict[str, dt.datetime | None]:
    return {name: parse_datetime(moment) if moment else None for name, moment in json.loads(written).items()}


def _in_sqlite(asked: dict[str, list[Term]], limits: dict[str, int], missing: int) -> list[tuple]:
    """FTS5 alone, never joined to its table: that hangs (TRAPS)."""
    parts, values = [], []
    for language, terms in asked.items():
        parts.append(f"SELECT * FROM (SELECT rowid, bm25(search_fts, {_FTS5_WEIGHTS}) FROM search_fts WHERE search_fts MATCH %s ORDER BY 2 LIMIT %s)")  # noqa: S608
        values += [match_fts5(terms, language, needed(len(terms)) - missing), limits[language]]
    ranks = dict(_ask(" UNION ALL ".join(parts), values))
    entries = SearchEntry.objects.filter(pk__in=ranks).annotate(in_regions=Cast("regions", TextField()), on_dates=Cast("dates", TextField()))
    return sorted(entries.values_list(*_LIGHT, "in_regions", "on_dates"), key=lambda row: (ranks[row[0]], row[0]))


def _in_postgresql(asked: dict[str, list[Term]], limits: dict[str, int], missing: int) -> list[tuple]:
    """The index is asked for one language at a time: it would otherwise give every document of another for a word that they share."""
    parts, values = [], []
    for language, terms in asked.items():
        words = match_vector(terms, needed(len(terms)) - missing)
        parts.append(_CANDIDATES)
        values += [f"{quoted(language_mark(language))} & ({words})", words, limits[language]]
    ranked = sorted(_ask(" UNION ALL ".join(parts), values), key=lambda row: (-row[-1], row[0]))
    return [row[:-1] for row in ranked]


def _ask(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
