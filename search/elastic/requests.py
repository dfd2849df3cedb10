"""What Elasticsearch is asked, for each question of a reader."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from search.database.ask import needed
from search.normalise import tokens
from search.query import FILTERS, Query
from search.results import MOST_COUNTED
from search.understand import Term, understand

from .documents import typed_beginning
from .indices import public
from .states import state_filters

#: Asked of each other language: more than are shown, because translations of what the reader has are left out.
_OTHERS_ASKED = 12
#: How much a word is worth in the title, as it stands there, among the other names, as it stands in the text; the text itself being 1.
_TITLE, _TITLE_EXACT, _NAMES, _TEXT_EXACT = 4.0, 2.0, 1.0, 0.5
#: For all the words in the title or the names, for the title that has them as they were typed, for a text that has them together.
_ALL_IN_TITLE, _TITLE_PHRASE, _PHRASE = 1.4, 1.3, 1.1
#: For all the terms, when fewer would do.
_ALL_TERMS = 10.0
#: The first so many are put in order more closely, here and in :mod:`search.elastic.ordering`.
CLOSELY = 60
_FACET_SIZE = 50
_MOST_CALLS = 1000
#: A place has names in three scripts; all may begin a suggestion.
_MOST_WAYS = 5
#: Shorter words are not corrected.
_SHORTEST_WORD = 4
#: Fields that facets count, by their name in addresses.
FACET_FIELDS = {"type": "type", "region": "regions", "programme": "programme"}
#: What is read of each document found.
_FACTS = {"docvalue_fields": ["facts"]}


def search_requests(query: Query, asked: Mapping[str, list[Term]], at: dt.datetime, *, missing: int = 0) -> list[tuple[str, dict[str, Any]]]:
    """Alias and body of each search: the results' language first, then the others. ``missing``: how many more terms may lack."""
    first = query.results_language
    elsewhere = [(public(language).name, _other(query, at, terms, missing)) for language, terms in asked.items() if language != first]
    return [(public(first).name, _main(query, at, asked[first], missing)), *elsewhere]


def matching(terms: list[Term], missing: int = 0) -> dict[str, Any]:
    """Documents that have enough of the terms: as many as the database wants too."""
    enough = max(1, needed(len(terms)) - missing)
    each = [_term(term) for term in terms]
    must = {"bool": {"should": each, "minimum_should_match": enough}}
    favoured = [_favour(term) for term in terms]
    if enough < len(terms):
        favoured.append({"constant_score": {"filter": {"bool": {"filter": each}}, "boost": _ALL_TERMS}})
    return {"bool": {"must": [must], "should": favoured}}


def _term(term: Term) -> dict[str, Any]:
    return _best([clause for field in ("text", "names") for clause in (*_words(field, term), *_several(field, term))])


def _favour(term: Term) -> dict[str, Any]:
    fields = (("title", _TITLE), ("title.exact", _TITLE_EXACT), ("names", _NAMES), ("text.exact", _TEXT_EXACT))
    clauses = [clause for field, worth in fields for clause in _words(field, term, worth)]
    return _best([*clauses, *_several("title", term, _TITLE)], tie=0.3)


def _best(clauses: list[dict[str, Any]], tie: float = 0.0) -> dict[str, Any]:
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": clauses, "tie_breaker": tie}}


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


def _main(query: Query, at: dt.datetime, terms: list[Term], missing: int) -> dict[str, Any]:
    """A page of results with facets. A facet does not feel its own filter, so filters that are set come after counting."""
    filters = {name: _filter(name, value, at) for name, value in query.filters.items()}
    body: dict[str, Any] = {
        "query": {"bool": {"must": [matching(terms, missing)], "filter": [_visible(at)]}},
        "size": max(CLOSELY, query.start + query.per_page),
        "track_total_hits": MOST_COUNTED + 1,
        "rescore": _closer(terms),
        "suggest": _spelling(query.text, query.results_language),
        "aggs": {name: _facet(name, filters) for name in FILTERS if name != "lang"},
        **_FACTS,
    }
    if filters:
        body["post_filter"] = {"bool": {"filter": list(filters.values())}}
    return body


def _facet(name: str, filters: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """States are counted by the dates of the calls found: what state that is now, the rules of calls say."""
    others = [condition for other, condition in filters.items() if other != name]
    field, size = ("moments", _MOST_CALLS) if name == "state" else (FACET_FIELDS[name], _FACET_SIZE)
    counted = {"terms": {"field": field, "size": size}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"counted": counted}} if others else counted


def _closer(terms: list[Term]) -> dict[str, Any]:
    """For the first results only: a title that has all the words, and words that stand together."""
    own = " ".join(token for term in terms for token in term.alternatives[0].tokens)
    in_title = [_best([clause for field in ("title", "names") for clause in (*_words(field, term), *_several(field, term))]) for term in terms]
    functions = [
        {"filter": {"bool": {"filter": in_title}}, "weight": _ALL_IN_TITLE},
        {"filter": {"match_phrase": {"title.exact": {"query": own}}}, "weight": _TITLE_PHRASE},
        {"filter": {"match_phrase": {"text.exact": {"query": own, "slop": 3}}}, "weight": _PHRASE},
    ]
    together = {"function_score": {"query": {"match_all": {}}, "functions": functions, "score_mode": "multiply", "boost_mode": "replace"}}
    return {"window_size": CLOSELY, "query": {"rescore_query": together, "score_mode": "multiply"}}


def _other(query: Query, at: dt.datetime, terms: list[Term], missing: int) -> dict[str, Any]:
    """The best few of another language, and how many there are."""
    filters = [_filter(name, value, at) for name, value in query.filters.items()]
    found = {"bool": {"must": [matching(terms, missing)], "filter": [_visible(at), *filters]}}
    return {"query": found, "size": _OTHERS_ASKED, "track_total_hits": MOST_COUNTED + 1, **_FACTS}


def _spelling(text: str, language: str) -> dict[str, Any]:
    """Words of the index near those of the query that it does not have: a sign that something is misspelt."""
    term = {"field": "text.exact", "suggest_mode": "missing", "min_word_length": _SHORTEST_WORD, "prefix_length": 1, "size": 1, "max_edits": 2}
    return {"text": " ".join(tokens(text, language)), "misspelt": {"term": term}}


def groups_request(query: Query, terms: list[Term], groups: list[str], at: dt.datetime) -> tuple[str, dict[str, Any]]:
    """Which of these things are found in the results' language too."""
    filters = [_filter(name, value, at) for name, value in query.filters.items()]
    found = {"bool": {"filter": [matching(terms), {"terms": {"group": groups}}, _visible(at), *filters]}}
    return public(query.results_language).name, {"query": found, "size": len(groups), **_FACTS}


def suggest_request(text: str, language: str, size: int) -> dict[str, Any]:
    """Titles and other names that begin as typed."""
    terms = understand(text, language)
    ways = dict.fromkeys([typed_beginning(text, language), " ".join(tokens(text, language))])
    if len(terms) == 1:
        ways |= dict.fromkeys(" ".join(alternative.tokens) for alternative in terms[0].alternatives)
    asked = [way for way in ways if way][:_MOST_WAYS]
    completion = {"field": "begins", "size": size}
    return {"size": 0, "suggest": {str(place): {"prefix": way, "completion": completion} for place, way in enumerate(asked)}}
