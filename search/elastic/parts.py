"""The parts of what Elasticsearch says, as every engine gives them. Whatever is not as expected raises: the database answers then."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Set
from typing import Any

from search.database.facets import states_chosen_by
from search.query import FILTERS
from search.results import MOST_COUNTED, Bucket, Facet
from search.states import state_at
from search.understand import Term, worth_marking

from .ordering import Facts, Found, moments

#: Two words that the server's stemmer takes for one begin alike; what follows is an ending.
_LONGEST_ENDING = 3
_SHORTEST_STEM = 4


class Marked:
    """The tokens to mark: those asked for, and those that differ by an ending only, as the stemmer of the index sees them."""

    def __init__(self, terms: list[Term]) -> None:
        self._asked = worth_marking(terms)
        self._stems: dict[str, list[str]] = {}
        for token in self._asked:
            if len(token) >= _SHORTEST_STEM and token.isalpha():
                self._stems.setdefault(token[:_SHORTEST_STEM], []).append(token)

    def among(self, words: Set[str]) -> set[str]:
        """Those of the words that are to be marked."""
        stems = self._stems
        near = {word for word in words if word[:_SHORTEST_STEM] in stems and any(_same_stem(word, stem) for stem in stems[word[:_SHORTEST_STEM]])}
        return near | (self._asked & words)


def _same_stem(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    shared = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= _SHORTEST_STEM and len(long) - shared <= _LONGEST_ENDING and len(short) - shared <= _LONGEST_ENDING - 1


def found_in(answer: dict[str, Any]) -> list[Found]:
    """The documents of an answer, best first."""
    return [Found(hit["_id"], hit["_score"], Facts.read(hit["fields"]["facts"][0])) for hit in answer["hits"]["hits"]]


def capped(count: int) -> tuple[int, bool]:
    """How many were found, and whether nobody counts further."""
    return min(count, MOST_COUNTED), count > MOST_COUNTED


def facets_of(answer: dict[str, Any], at: dt.datetime) -> list[Facet]:
    """The facets, most frequent value first."""
    facets = []
    for name in FILTERS:
        if name != "lang":
            counted = answer["aggregations"][name]
            counts: Counter[str] = Counter()
            for bucket in counted.get("counted", counted)["buckets"]:
                for value in _values(name, bucket["key"], at):
                    counts[value] += bucket["doc_count"]
            buckets = (Bucket(value, count) for value, count in counts.items())
            facets.append(Facet(name, tuple(sorted(buckets, key=lambda bucket: (-bucket.count, bucket.value)))))
    return facets


def _values(name: str, key: str, at: dt.datetime) -> set[str]:
    """Under which values a bucket counts: one, or the states that a call may be chosen by."""
    return set(states_chosen_by(state_at(moments(json.loads(key)), at))) if name == "state" else {key}


def is_misspelt(answer: dict[str, Any]) -> bool:
    """Whether a word that was asked for is not in the index, and one near it is."""
    return any(entry["options"] for entry in answer["suggest"].get("misspelt", ()))
