"""What Elasticsearch is asked, for each question of a reader."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from search.database.ask import needed
from search.normalise import tokens
from search.query import FILTERS, Query
from search.results import MOST_COUNTED
from search.understand import Term, understand

from .documents import cut, typed_beginning
from .indices import public
from .states import state_filters

#: Asked of each other language: more than are shown, because translations of what the reader has are left out.
_OTHERS_ASKED = 12
#: Where words are looked for, and how much one is worth there. Adding up is what the server does fastest: it leaves out what cannot be among the best.
_FIELDS = (("title", 4.0), ("names", 1.0), ("text", 1.0))
#: The same for words as they stand there, among the first results only.
_EXACT_FIELDS = (("title.exact", 2.0), ("text.exact", 0.5))
#: For all the words in the title or the names, for the title that has them as they were typed, for a text that has them together.
_ALL_IN_TITLE, _TITLE_PHRASE, _PHRASE = 1.4, 1.3, 1.1
#: For what is of the place that was named, whatever else it lacks.
_PLACE = 1.5
#: For all the terms, when fewer would do.
_ALL_TERMS = 10.0
#: The first so many are put in order more closely, here and in :mod:`search.elastic.ordering`.
CLOSELY = 30
_FACET_SIZE = 50
_MOST_CALLS = 1000
#: A place has names in three scripts; all may begin a suggestion.
_MOST_WAYS = 5
#: For a suggestion: the title begins so, a word of it does, another name does.
_FIRST, _BEGINS, _CALLED = 4.0, 3.0, 1.0
#: Shorter words are not corrected.
_SHORTEST_WORD = 4
#: Fields that facets count, by their name in addresses.
FACET_FIELDS = {"type": "type", "region": "regions", "programme": "programme"}
#: What is read of each document found.
_FACTS = {"docvalue_fields": ["facts"]}


def search_requests(query: Query, asked: Mapping[str, list[Term]], at: dt.datetime, *, missing: int = 0) -> list[tuple[str, dict[str, Any]]]:
    """Alias and body of each search: the results' language, its facets, then the other languages. ``missing``: how many more terms may lack.

    The best documents and the facets are asked apart: alone, the first can leave out whatever cannot be among the best, and the others need no score.
    """
    first = query.results_language
    here = [(public(first).name, body) for body in (_main(query, at, asked[first], missing), _facets(query, at, asked[first], missing))]
    return [*here, *((public(language).name, _other(query, at, terms, missing)) for language, terms in asked.items() if language != first)]


def matching(terms: list[Term], missing: int = 0) -> dict[str, Any]:
    """Documents that have enough of the terms, scored; those that have all of them first."""
    each, enough = [_any(term, _FIELDS) for term in terms], _enough(terms, missing)
    found = {"bool": {"should": each, "minimum_should_match": enough}}
    if enough == len(terms):
        return found
    return {"bool": {"must": [found], "should": [{"constant_score": {"filter": {"bool": {"filter": each}}, "boost": _ALL_TERMS}}]}}


def _condition(terms: list[Term], missing: int = 0) -> dict[str, Any]:
    """The same documents, not scored: a title is in the text too."""
    fields = (("text", 1.0), ("names", 1.0))
    return {"bool": {"should": [_any(term, fields) for term in terms], "minimum_should_match": _enough(terms, missing)}}


def _enough(terms: list[Term], missing: int) -> int:
    """How many terms a document must have: as many as the database wants too."""
    return max(1, needed(len(terms)) - missing)


def _any(term: Term, fields: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """A term in any of the fields; where it stands in several, they add up."""
    return {"bool": {"should": [clause for field, worth in fields for clause in (*_words(field, term, worth), *_several(field, term, worth))]}}


def _words(field: str, term: Term, worth: float = 1.0) -> Iterator[dict[str, Any]]:
    """Single words, those of equal weight together: each clause costs, and a thing said in three scripts has a dozen words."""
    weights: dict[tuple[float, bool], list[str]] = {}
    for alternative in term.alternatives:
        if len(alternative.tokens) == 1:
            weights.setdefault((alternative.weight, alternative.prefix), []).extend(alternative.tokens)
    for (weight, prefix), words in weights.items():
        kind = "match_bool_prefix" if prefix else "match"
        yield {kind: {field: {"query": " ".join(words), "boost": worth * weight}}}


def _several(field: str, term: Term, worth: float = 1.0) -> Iterator[dict[str, Any]]:
    """Several words that mean one thing: all of them."""
    for alternative in term.alternatives:
        if len(alternative.tokens) > 1:
            kind = "match_bool_prefix" if alternative.prefix else "match"
            yield {kind: {field: {"query": " ".join(alternative.tokens), "operator": "and", "boost": worth * alternative.weight}}}


def _visible(at: dt.datetime) -> dict[str, Any]:
    """What is to be seen already; by the minute, so that the server can remember it."""
    return {"bool": {"must_not": [{"range": {"visible_from": {"gt": at.replace(second=0, microsecond=0).isoformat()}}}]}}


def _filter(name: str, value: str, at: dt.datetime) -> dict[str, Any]:
    if name == "state":
        return state_filters(at).get(value, {"match_none": {}})
    return {"term": {FACET_FIELDS[name]: value}}


def _conditions(query: Query, at: dt.datetime) -> dict[str, dict[str, Any]]:
    return {name: _filter(name, value, at) for name, value in query.filters.items()}


def _main(query: Query, at: dt.datetime, terms: list[Term], missing: int) -> dict[str, Any]:
    """A page of results. How many there are is counted beside the facets: who counts must look at them all."""
    return {
        "query": {"bool": {"must": [matching(terms, missing)], "filter": [_visible(at), *_conditions(query, at).values()]}},
        "size": max(CLOSELY, query.start + query.per_page),
        "track_total_hits": False,
        "rescore": _closer(terms),
        **_FACTS,
    }


def _facets(query: Query, at: dt.datetime, terms: list[Term], missing: int) -> dict[str, Any]:
    """How many results there are, how many each choice would leave, and what seems misspelt: nobody waits for that here, the best take longer.

    A facet does not feel its own filter, so filters stand beside what is counted.
    """
    conditions = _conditions(query, at)
    chosen = {"filter": {"bool": {"filter": list(conditions.values())}}}
    return {
        "query": {"bool": {"filter": [_condition(terms, missing), _visible(at)]}},
        "size": 0,
        "track_total_hits": False,
        "suggest": _spelling(query.text, query.results_language),
        "aggs": {"chosen": chosen} | {name: _facet(name, conditions) for name in FILTERS if name != "lang"},
    }


def _facet(name: str, filters: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """States are counted by the dates of the calls found: what state that is now, the rules of calls say."""
    others = [condition for other, condition in filters.items() if other != name]
    field, size = ("moments", _MOST_CALLS) if name == "state" else (FACET_FIELDS[name], _FACET_SIZE)
    counted = {"terms": {"field": field, "size": size}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"counted": counted}} if others else counted


def _closer(terms: list[Term]) -> list[dict[str, Any]]:
    """For the first results only: words as they were typed; a title that has them all, and words that stand together."""
    own = " ".join(token for term in terms for token in term.alternatives[0].tokens)
    exact = {"bool": {"should": [_any(term, _EXACT_FIELDS) for term in terms]}}
    in_title = [_any(term, (("title", 1.0), ("names", 1.0))) for term in terms]
    functions = [
        {"filter": {"bool": {"filter": in_title}}, "weight": _ALL_IN_TITLE},
        {"filter": {"match_phrase": {"title.exact": {"query": own}}}, "weight": _TITLE_PHRASE},
        {"filter": {"match_phrase": {"text.exact": {"query": own, "slop": 3}}}, "weight": _PHRASE},
        *({"filter": named, "weight": _PLACE} for term, named in zip(terms, in_title, strict=True) if term.place),
    ]
    together = {"function_score": {"query": {"match_all": {}}, "functions": functions, "score_mode": "multiply", "boost_mode": "replace"}}
    return [{"window_size": CLOSELY, "query": {"rescore_query": query, "score_mode": mode}} for query, mode in ((exact, "total"), (together, "multiply"))]


def _other(query: Query, at: dt.datetime, terms: list[Term], missing: int) -> dict[str, Any]:
    """The best few of another language, and how many there are."""
    found = {"bool": {"must": [matching(terms, missing)], "filter": [_visible(at), *_conditions(query, at).values()]}}
    return {"query": found, "size": _OTHERS_ASKED, "track_total_hits": MOST_COUNTED + 1, **_FACTS}


def _spelling(text: str, language: str) -> dict[str, Any]:
    """Words of the index near those of the query that it does not have: a sign that something is misspelt."""
    term = {"field": "text.exact", "suggest_mode": "missing", "min_word_length": _SHORTEST_WORD, "prefix_length": 1, "size": 1, "max_edits": 2}
    return {"text": " ".join(tokens(text, language)), "misspelt": {"term": term}}


def groups_request(query: Query, terms: list[Term], groups: list[str], at: dt.datetime) -> tuple[str, dict[str, Any]]:
    """Which of these things are found in the results' language too."""
    found = {"bool": {"filter": [_condition(terms), {"terms": {"group": groups}}, _visible(at), *_conditions(query, at).values()]}}
    return public(query.results_language).name, {"query": found, "size": len(groups), **_FACTS}


def suggest_request(text: str, language: str, size: int, at: dt.datetime) -> dict[str, Any] | None:
    """Titles and other names with words that begin as typed, or ``None`` when nothing is."""
    terms = understand(text, language)
    ways = dict.fromkeys([typed_beginning(text, language), cut(tokens(text, language))])
    if len(terms) == 1:
        ways |= dict.fromkeys(cut(alternative.tokens) for alternative in terms[0].alternatives)
    asked = [clause for way in [way for way in ways if way][:_MOST_WAYS] for clause in _begun(way)]
    if not asked:
        return None
    return {"query": {"bool": {"must": [{"dis_max": {"queries": asked}}], "filter": [_visible(at)]}}, "size": size, "track_total_hits": False, **_FACTS}


def _begun(way: str) -> Iterator[dict[str, Any]]:
    """Every word begins some word of the title, its first word the title's first; or of the other names."""
    words = {field: {"match": {field: {"query": way, "operator": "and"}}} for field in ("begins", "called")}
    first = {"term": {"first": way.partition(" ")[0]}}
    for condition, worth in (([first, words["begins"]], _FIRST), ([words["begins"]], _BEGINS), ([words["called"]], _CALLED)):
        yield {"constant_score": {"filter": {"bool": {"filter": condition}}, "boost": worth}}
