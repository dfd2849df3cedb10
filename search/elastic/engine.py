"""The engine on Elasticsearch. It answers in time or not at all: then the database does, and the page says nothing of it."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError

from portal.core import languages
from portal.core.breaker import Breaker
from portal.core.generation import current_generation
from search.database.engine import SUGGESTIONS
from search.database.spelling import corrected
from search.documents import SearchDocument
from search.engines import EngineUnavailable
from search.normalise import storable
from search.query import Query
from search.results import Results, Suggestion

from . import connection
from .actions import from_documents
from .answer import Answer
from .asking import Partial, ask, is_there, reason
from .bulk import WriteFailed, delete_action, index_action, write_all
from .indices import public, written_to
from .parts import found_in
from .register import entries_offered
from .remembered import Beginnings, Scores
from .requests import suggest_request

logger = logging.getLogger(__name__)
#: One for each process: its threads learn from each other.
breaker = Breaker("Elasticsearch")
_beginnings = Beginnings()
_Said = TypeVar("_Said")

#: With fewer results than this, one more word may lack; those that have all come first.
FEW = 8
#: Things are offered once, whatever way they may be typed; so more are asked for.
_SUGGESTIONS_ASKED = 16


class ElasticEngine:
    """See :class:`search.engines.Engine`."""

    name = "elasticsearch"

    def search(self, query: Query) -> Results:
        """A page of results; a word that the index does not have is corrected, or else left out."""
        return self._guarded(lambda: self._search(query))

    def suggest(self, text: str, language: str) -> list[Suggestion]:
        """Titles that begin, or have a word that begins, as typed. What they are is remembered for a minute; that they are public is asked each time."""
        at, text, index = timezone.now(), storable(text), public(language).name
        scores = _beginnings.found((index, current_generation()), text.casefold(), lambda: self._guarded(lambda: self._begun(index, text, language, at)))
        if not scores:
            return []
        there = [entry for entry in entries_offered(scores) if entry.visible_from is None or entry.visible_from <= at]
        offered: dict[str, Suggestion] = {}
        for entry in sorted(there, key=lambda entry: (-scores[entry.key], len(entry.title), entry.key)):
            offered.setdefault(entry.title, Suggestion(entry.title, entry.url, entry.type, language))
        return list(offered.values())[:SUGGESTIONS]

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

    def _guarded(self, question: Callable[[], _Said]) -> _Said:
        """Ask, if anybody may ask now.

        Raises:
            EngineUnavailable: no answer in time, a refusal, or an answer that makes no sense.
        """
        if not breaker.allows(is_there):
            raise EngineUnavailable
        try:
            answer = question()
        except (TransportError, ApiError, WriteFailed, Partial) as failure:
            breaker.failed(reason(failure))
            raise EngineUnavailable from failure
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as failure:
            breaker.failed(f"no sense: {type(failure).__name__}")
            raise EngineUnavailable from failure
        breaker.succeeded()
        return answer

    def _search(self, query: Query) -> Results:
        query = query.but(text=storable(query.text))
        found, typed = Answer.to(query), query.text
        if found.misspelt or not found.total:
            query = query.but(text=corrected(typed, query.results_language))
            found = found if query.text == typed else Answer.to(query)
        partial = False
        if found.total < FEW and len(found.asked.get(query.results_language, ())) > 1:
            more = Answer.to(query, missing=1)
            found, partial = more, more.total > found.total
        results = found.results()
        results.partial = partial
        if query.text != typed:
            results.did_you_mean, results.corrected = " ".join(query.text.split()), bool(results.hits)
        return results

    def _begun(self, index: str, text: str, language: str, at: dt.datetime) -> Scores:
        request = suggest_request(text, language, _SUGGESTIONS_ASKED, at)
        if request is None:
            return {}
        (answer,) = ask([(index, request)], connection.SUGGEST_SECONDS)
        return {one.key: one.score * one.facts.boost for one in found_in(answer)}

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
