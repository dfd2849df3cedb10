"""The server's whole answer to one search: what is in it is only counted until somebody wants to see it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self, cast

from django.utils import timezone

from portal.core import languages
from search.database.engine import ELSEWHERE
from search.hits import hit_of
from search.query import Query
from search.results import Bucket, Facet, Hit, Results
from search.understand import Term, understand

from . import connection
from .asking import ask
from .ordering import Found, ordered
from .parts import Marked, capped, facets_of, found_in, is_misspelt
from .register import entries_shown
from .requests import CLOSELY, groups_request, search_requests


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, in the terms of each language, and what the server said: the best documents, how many, and those of the other languages."""

    query: Query
    at: dt.datetime
    asked: dict[str, list[Term]]
    best: dict[str, Any] | None
    counted: dict[str, Any] | None
    elsewhere: dict[str, dict[str, Any]]

    @classmethod
    def to(cls, query: Query, missing: int = 0) -> Self:
        """Ask. ``missing``: how many more terms may lack. Nothing is asked when there is no word."""
        at, first = timezone.now(), query.results_language
        asked = {language: terms for language in languages.codes() if (terms := understand(query.text, language))}
        if first not in asked:
            return cls(query, at, {}, None, None, {})
        best, counted, *others = ask(search_requests(query, asked, at, missing=missing), connection.SEARCH_SECONDS)
        return cls(query, at, asked, best, counted, dict(zip([language for language in asked if language != first], others, strict=True)))

    @property
    def total(self) -> int:
        """How many documents were found in the results' language."""
        return self.counted["aggregations"]["chosen"]["doc_count"] if self.counted else 0

    @property
    def misspelt(self) -> bool:
        """Whether a word seems so."""
        return bool(self.counted and is_misspelt(self.counted))

    def results(self) -> Results:
        """A page of it. What is shown comes from the register: one query, the only one of a search."""
        results = Results(engine="elasticsearch")
        if self.best is None:
            return results
        query = self.query
        found = ordered(found_in(self.best), CLOSELY, self.at)
        shown = found[query.start : query.start + query.per_page]
        results.total, results.capped = capped(self.total)
        offered = self._offered(found) if query.page == 1 and not query.lang else {}
        hits = self._read([*shown, *(one for some in offered.values() for one in some)])
        results.hits = [hits[one.key] for one in shown if one.key in hits]
        results.other_languages = {language: read for language, some in offered.items() if (read := [hits[one.key] for one in some if one.key in hits])}
        counts = {query.results_language: results.total}
        counts |= {language: capped(answer["hits"]["total"]["value"])[0] for language, answer in self.elsewhere.items()}
        spoken = Facet("lang", tuple(Bucket(language, counts[language]) for language in languages.codes() if counts.get(language)))
        results.facets = [spoken, *facets_of(cast("dict[str, Any]", self.counted), self.at)]
        return results

    def _offered(self, found: list[Found]) -> dict[str, list[Found]]:
        """The best few of each other language, but what the reader has in her own, on whatever page."""
        there = {language: found_in(answer) for language, answer in self.elsewhere.items()}
        known = {one.facts.group for one in found}
        groups = {one.facts.group for some in there.values() for one in some} - known
        if groups and self.total > len(found):
            request = groups_request(self.query, self.asked[self.query.results_language], sorted(groups), self.at)
            known |= {one.facts.group for one in found_in(ask([request], connection.SEARCH_SECONDS)[0])}
        known.discard("")
        offered: dict[str, list[Found]] = {}
        for language, some in there.items():
            for one in ordered(some, len(some), self.at):
                if one.facts.group not in known and len(offered.get(language, ())) < ELSEWHERE:
                    offered.setdefault(language, []).append(one)
                    known |= {one.facts.group} - {""}
        return offered

    def _read(self, found: list[Found]) -> dict[str, Hit]:
        """What is shown of documents: one that has left the register is not there."""
        marked = {language: Marked(terms) for language, terms in self.asked.items()}
        return {entry.key: hit_of(entry, marked[entry.language].among) for entry in entries_shown([one.key for one in found])}
