"""The database engine: it is always there, in SQLite and in PostgreSQL, and gives the same answers in both."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from portal.core import languages
from portal.core.kept import kept
from search.documents import SearchDocument
from search.hits import EntryRow, hit_of
from search.models import SearchEntry
from search.models.entries import TOKEN_COLUMNS
from search.normalise import begun, storable
from search.query import Query
from search.repeats import Repeats
from search.results import MOST_COUNTED, Hit, Results, Suggestion
from search.states import state_at
from search.understand import Alternative, Term, understand, worth_marking

from . import facets, store
from .candidates import Candidate, candidates
from .ranking import Words, freshness, rarity, score
from .spelling import corrected, counts

#: How many of the first pass's best are put in order by the second.
RANKED = 150
#: Results of each other language offered beside the reader's.
ELSEWHERE = 3
SUGGESTIONS = 8
_COUNTED_SECONDS = 60
#: With fewer results than this, one more word may lack.
FEW = 3
#: What a second, third... result of one page still counts: the reader is there with the first.
AGAIN = 0.8


def _documents() -> int:
    """How many there are, about: counting a hundred thousand rows takes longer than finding in them."""
    return kept("search-documents", SearchEntry.objects.count, timeout=_COUNTED_SECONDS)


def _visible(found: list[Candidate], at: dt.datetime) -> list[Candidate]:
    return [one for one in found if one.visible_from is None or one.visible_from <= at]


class DatabaseEngine:
    """Searches our own tables."""

    name = "database"

    def search(self, query: Query) -> Results:
        """A page of results: two or three queries to find, one to show, and two more when a word is unknown."""
        text = storable(query.text)
        typed, text = text, corrected(text, query.results_language)
        asked = {language: terms for language in languages.codes() if (terms := understand(text, language))}
        results = Results(engine=self.name)
        if query.results_language not in asked:
            return results
        at = timezone.now()
        found = _visible(candidates(asked, query.results_language), at)
        if len(asked[query.results_language]) > 1 and sum(one.language == query.results_language for one in found) < FEW:
            more = _visible(candidates(asked, query.results_language, missing=1), at)
            results.partial = len(more) > len(found)
            found = more
        states = {one.id: state_at(one.dates, at) for one in found}
        wanted = query.filters
        chosen = [one for one in found if facets.fits(one, states[one.id], wanted)]
        here = [one for one in chosen if one.language == query.results_language]
        results.total, results.capped = min(len(here), MOST_COUNTED), len(here) > MOST_COUNTED
        results.facets = facets.count(found, states, query)
        ordered = self._ordered(here, asked[query.results_language], states, query, at)
        shown = ordered[query.start : query.start + query.per_page]
        offered = self._elsewhere(chosen, here, query, asked)
        hits = self._hits([*shown, *(one for some in offered.values() for one in some)], asked)
        results.hits = [hits[one.id] for one in shown if one.id in hits]
        results.other_languages = {language: [hits[one.id] for one in some if one.id in hits] for language, some in offered.items()}
        if text != typed:
            results.did_you_mean, results.corrected = " ".join(text.split()), bool(results.hits)
        return results

    def suggest(self, text: str, language: str) -> list[Suggestion]:
        """Titles and names with the words typed so far, the last of them perhaps only begun."""
        terms = understand(text, language)
        if not terms:
            return []
        before = terms[-1].alternatives[0].tokens[:-1]
        endings = [Alternative((*before, beginning), prefix=True) for beginning in begun(text, language)]
        asked = [*terms[:-1], Term(terms[-1].typed, (*terms[-1].alternatives, *endings))]
        found = candidates({language: asked}, language)[:RANKED]
        rows = SearchEntry.objects.filter(pk__in=[one.id for one in found]).values_list("pk", "title", "url", "type", "title_tokens", "keyword_tokens")
        at = timezone.now()
        visible = {one.id: one for one in _visible(found, at)}
        scored = []
        for pk, title, url, kind, title_tokens, keyword_tokens in rows:
            if pk not in visible:
                continue
            good = score(Words.of(title_tokens, keyword_tokens, "", ""), asked, {}) * visible[pk].boost
            if good > 0:
                scored.append((-good, len(title), pk, Suggestion(title, url, kind, language)))
        best: dict[str, Suggestion] = {}
        for *_rank, suggestion in sorted(scored, key=lambda one: one[:3]):
            best.setdefault(suggestion.text, suggestion)
        return list(best.values())[:SUGGESTIONS]

    def update(self, documents: Iterable[SearchDocument]) -> None:
        """Write documents."""
        store.write(documents)

    def remove(self, ids: Iterable[str], version: int) -> None:
        """Forget documents."""
        store.remove(ids)

    @staticmethod
    def _ordered(found: list[Candidate], terms: list[Term], states: dict, query: Query, at: dt.datetime) -> list[Candidate]:
        """The best of the first pass by the second; the rest as they came."""
        first, rest = found[:RANKED], found[RANKED:]
        if not first:
            return []
        every = {token for term in terms for one in term.alternatives for token in one.tokens}
        scarce = rarity(dict.fromkeys(every, 0) | counts(every, query.results_language), _documents())
        words = {
            pk: (Words.of(*columns), updated)
            for pk, updated, *columns in SearchEntry.objects.filter(pk__in=[one.id for one in first]).values_list("pk", "updated", *TOKEN_COLUMNS)
        }
        scores = {}
        for one in first:
            if one.id in words:
                held, updated = words[one.id]
                scores[one.id] = score(held, terms, scarce) * one.boost * freshness(states[one.id], updated, one.type, at)
        ranked = sorted((one for one in first if one.id in scores), key=lambda one: (-scores[one.id], one.place))
        repeats = Repeats(AGAIN)
        for one in ranked:
            scores[one.id] *= repeats.worth(one.origin, one.type, one.programme)
        return sorted(ranked, key=lambda one: (-scores[one.id], one.place)) + rest

    @staticmethod
    def _elsewhere(chosen: list[Candidate], here: list[Candidate], query: Query, asked: dict) -> dict[str, list[Candidate]]:
        """The best few of each other language, but what the reader has in her own."""
        if query.page > 1 or query.lang:
            return {}
        known = {one.group for one in here if one.group}
        offered: dict[str, list[Candidate]] = {}
        for one in chosen:
            if one.language != query.results_language and one.group not in known:
                some = offered.setdefault(one.language, [])
                if len(some) < ELSEWHERE:
                    some.append(one)
                    known |= {one.group} - {""}
        return {language: offered[language] for language in languages.codes() if language in offered}

    @staticmethod
    def _hits(found: list[Candidate], asked: dict[str, list[Term]]) -> dict[int, Hit]:
        """What is shown, with the words marked."""
        marked = {language: worth_marking(terms) for language, terms in asked.items()}
        hits = {}
        rows = SearchEntry.objects.filter(pk__in=[one.id for one in found]).values_list(*EntryRow._fields)
        for entry in map(EntryRow._make, rows):
            hits[entry.id] = hit_of(entry, marked[entry.language].intersection)
        return hits
