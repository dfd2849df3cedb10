"""The engine on Elasticsearch. It answers in time or not at all: then the database does, and the page says nothing of it."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError, NotFoundError

from portal.core import languages
from search.database.engine import ELSEWHERE, SUGGESTIONS
from search.database.spelling import corrected
from search.documents import SearchDocument
from search.engines import EngineUnavailable
from search.hits import hit_of
from search.models import SearchEntry
from search.models.entries import TOKEN_COLUMNS
from search.normalise import storable
from search.query import Query
from search.results import Bucket, Facet, Hit, Results, Suggestion
from search.understand import Term, understand

from . import connection
from .actions import from_documents
from .answers import Marked, facets_of, found_in, options_of, total_of
from .breaker import Breaker
from .bulk import WriteFailed, delete_action, index_action, write_all
from .indices import public, written_to
from .ordering import Found, ordered
from .requests import CLOSELY, groups_request, search_requests, suggest_request

logger = logging.getLogger(__name__)
#: One for each process: its threads learn from each other.
breaker = Breaker("Elasticsearch")
Answer = TypeVar("Answer")

#: With fewer results than this, one more word may lack; those that have all come first.
FEW = 8
#: Things are offered once, whatever way they may be typed; so more are asked for.
_SUGGESTIONS_ASKED = 24


class ElasticEngine:
    """See :class:`search.engines.Engine`."""

    name = "elasticsearch"

    def search(self, query: Query) -> Results:
        """A page of results; a word that the index does not have is corrected, or else left out."""
        return self._guarded(lambda: self._search(query))

    def suggest(self, text: str, language: str) -> list[Suggestion]:
        """Titles that begin, or have a word that begins, as typed."""
        return self._guarded(lambda: self._suggest(text, language))

    def update(self, documents: Iterable[SearchDocument]) -> None:
        """Write documents into the living index and into the one being made."""
        made: dict[str, list[tuple[str, int, dict[str, Any]]]] = {}
        for language, key, version, content in from_documents(documents):
            made.setdefault(language, []).append((key, version, content))
        self._guarded(lambda: self._write(made))

    def remove(self, ids: Iterable[str], version: int) -> None:
        """Forget documents, at once: a search that begins afterwards does not find them."""
        keys = list(ids)
        self._guarded(lambda: self._forget(keys, version))

    def _guarded(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, if anybody may ask now.

        Raises:
            EngineUnavailable: no answer in time, a refusal, or an answer that makes no sense.
        """
        if not breaker.allows(_answers):
            raise EngineUnavailable
        try:
            answer = ask()
        except (TransportError, ApiError, WriteFailed, _Partial) as failure:
            breaker.failed(_reason(failure))
            raise EngineUnavailable from failure
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as failure:
            breaker.failed(f"no sense: {type(failure).__name__}")
            raise EngineUnavailable from failure
        breaker.succeeded()
        return answer

    def _search(self, query: Query) -> Results:
        query = query.but(text=storable(query.text))
        results, misspelt = self._ask(query)
        if misspelt or not results.total:
            better = corrected(query.text, query.results_language)
            if better != query.text:
                query = query.but(text=better)
                results, _misspelt = self._ask(query)
                results.did_you_mean, results.corrected = " ".join(better.split()), bool(results.hits)
        if results.total < FEW and len(understand(query.text, query.results_language)) > 1:
            more, _misspelt = self._ask(query, missing=1)
            more.did_you_mean, more.corrected, more.partial = results.did_you_mean, results.corrected, more.total > results.total
            return more
        return results

    def _ask(self, query: Query, missing: int = 0) -> tuple[Results, bool]:
        """The results, and whether a word seems misspelt."""
        first, results = query.results_language, Results(engine=self.name)
        asked = {language: terms for language in languages.codes() if (terms := understand(query.text, language))}
        if first not in asked:
            return results, False
        at = timezone.now()
        answers = _several(search_requests(query, asked, at, missing=missing))
        found = ordered(found_in(answers[0]), CLOSELY, at)
        shown = found[query.start : query.start + query.per_page]
        elsewhere = dict(zip([language for language in asked if language != first], answers[1:], strict=True))
        offered = self._offered(query, asked, elsewhere, found, total_of(answers[0])[0], at) if query.page == 1 and not query.lang else {}
        hits = _read([*shown, *(one for some in offered.values() for one in some)], asked)
        results.hits = [hits[one.key] for one in shown if one.key in hits]
        results.other_languages = {language: read for language, some in offered.items() if (read := [hits[one.key] for one in some if one.key in hits])}
        results.total, results.capped = total_of(answers[0])
        counts = {first: results.total} | {language: total_of(answer)[0] for language, answer in elsewhere.items()}
        spoken = Facet("lang", tuple(Bucket(language, counts[language]) for language in languages.codes() if counts.get(language)))
        results.facets = [spoken, *facets_of(answers[0], at)]
        return results, bool(options_of(answers[0], "misspelt"))

    def _offered(
        self, query: Query, asked: dict[str, list[Term]], elsewhere: dict[str, Any], found: list[Found], total: int, at: dt.datetime
    ) -> dict[str, list[Found]]:
        """The best few of each other language, but what the reader has in her own, on whatever page."""
        there = {language: found_in(answer) for language, answer in elsewhere.items()}
        known = {one.facts.group for one in found}
        groups = {one.facts.group for some in there.values() for one in some} - known
        if groups and total > len(found):
            request = groups_request(query, asked[query.results_language], sorted(groups), at)
            known |= {one.facts.group for one in found_in(_several([request])[0])}
        known.discard("")
        offered: dict[str, list[Found]] = {}
        for language, some in there.items():
            for one in ordered(some, len(some), at):
                if one.facts.group not in known and len(offered.get(language, ())) < ELSEWHERE:
                    offered.setdefault(language, []).append(one)
                    known |= {one.facts.group} - {""}
        return offered

    def _suggest(self, text: str, language: str) -> list[Suggestion]:
        request = suggest_request(storable(text), language, _SUGGESTIONS_ASKED)
        if not request["suggest"]:
            return []
        answer = _several([(public(language).name, request)], seconds=connection.SUGGEST_SECONDS)[0]
        scores: dict[str, float] = {}
        for option in options_of(answer, *request["suggest"]):
            scores[option["_id"]] = max(option["_score"], scores.get(option["_id"], 0))
        rows = SearchEntry.objects.filter(key__in=scores).exclude(visible_from__gt=timezone.now()).values_list("key", "title", "url", "type")
        offered: dict[str, Suggestion] = {}
        for _key, title, url, kind in sorted(rows, key=lambda row: (-scores[row[0]], len(row[1]), row[0])):
            offered.setdefault(title, Suggestion(title, url, kind, language))
        return list(offered.values())[:SUGGESTIONS]

    def _write(self, made: dict[str, list[tuple[str, int, dict[str, Any]]]]) -> None:
        client = connection.public_client().options(request_timeout=connection.WRITE_SECONDS)
        for language, entries in made.items():
            for target in written_to(client, public(language)):
                for _one in write_all(client, (index_action(target, *entry) for entry in entries)):
                    pass

    def _forget(self, keys: list[str], version: int) -> None:
        client = connection.public_client().options(request_timeout=connection.WRITE_SECONDS)
        for language in languages.codes():
            for target in written_to(client, public(language)):
                for _one in write_all(client, (delete_action(target, key, version) for key in keys)):
                    pass
                client.indices.refresh(index=target)


def _read(found: list[Found], asked: dict[str, list[Term]]) -> dict[str, Hit]:
    """What is shown of documents, from the register: one that has left it is not there. Its query is the only one of a search."""
    marked = {language: Marked(terms) for language, terms in asked.items()}
    entries = SearchEntry.objects.filter(key__in=[one.key for one in found]).defer("vector", *TOKEN_COLUMNS)
    return {entry.key: hit_of(entry, marked[entry.language]) for entry in entries}


class _Partial(Exception):
    """Some of the index did not answer: better all from the database than half from here."""


def _several(requests: list[tuple[str, dict[str, Any]]], seconds: float | None = None) -> list[dict[str, Any]]:
    """Ask several things in one go; each answer is whole."""
    lines: list[dict[str, Any]] = []
    for alias, body in requests:
        lines += [{"index": alias}, body]
    answers = (
        connection.public_client()
        .options(request_timeout=seconds or connection.SEARCH_SECONDS)
        .msearch(searches=lines, max_concurrent_searches=len(requests))
        .body["responses"]
    )
    if len(answers) != len(requests):
        raise _Partial
    for answer in answers:
        if "error" in answer:
            raise _Partial(answer["error"]["type"])
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise _Partial("incomplete")
    return answers


def _answers() -> bool:
    """Whether the server is there again, and has the index."""
    client = connection.public_client().options(request_timeout=connection.PROBE_SECONDS, max_retries=0)
    try:
        return bool(client.count(index=public(languages.codes()[0]).name).body["_shards"]["successful"])
    except (TransportError, ApiError, KeyError, TypeError):
        return False


def _reason(failure: Exception) -> str:
    """For the log: kind and status only, never what was asked."""
    if isinstance(failure, NotFoundError):
        return "no index yet: run “manage.py search_index rebuild”"
    status = getattr(failure, "status_code", "")
    return f"{type(failure).__name__} {status or (failure if isinstance(failure, _Partial) else '')}".strip()
