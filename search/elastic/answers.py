"""From what Elasticsearch says to the results that every engine gives. Whatever is not as expected raises: the database answers then."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterator
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


class Marked(Collection[str]):
    """The tokens to mark: those asked for, and those that differ by an ending only, as the stemmer of the index sees them."""

    def __init__(self, terms: list[Term]) -> None:
        self._asked = worth_marking(terms)
        self._stems: dict[str, list[str]] = {}
        for token in self._asked:
            if len(token) >= _SHORTEST_STEM and token.isalpha():
                self._stems.setdefault(token[:_SHORTEST_STEM], []).append(token)

    def __contains__(self, token: str) -> bool:
        if token in self._asked:
            return True
        near = self._stems.get(token[:_SHORTEST_STEM])
        return near is not None and any(_same_stem(token, stem) for stem in near)

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)


def _same_stem(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    shared = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= _SHORTEST_STEM and len(long) - shared <= _LONGEST_ENDING and len(short) - shared <= _LONGEST_ENDING - 1


def found_in(answer: dict[str, Any]) -> list[Found]:
    """The documents of an answer, best first."""
    return [Found(hit["_id"], hit["_score"], Facts.read(hit["fields"]["facts"][0])) for hit in answer["hits"]["hits"]]


def total_of(answer: dict[str, Any]) -> tuple[int, bool]:
    """How many were found, and whether nobody counted further."""
    total = answer["hits"]["total"]["value"]
    return min(total, MOST_COUNTED), total > MOST_COUNTED


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


def options_of(answer: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """What suggesters of an answer gave."""
    return [option for name in names for entry in answer["suggest"].get(name, ()) for option in entry["options"]]
