"""To find: the engine that answers, and the register's last word on what is public."""

import logging
from collections.abc import Callable
from typing import TypeVar

from .engines import Engine, EngineUnavailable, in_order
from .models import SearchEntry
from .promoted import promoted_hits
from .query import Query
from .results import Results, Suggestion

_LOGGER = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


def find(query: Query) -> Results:
    """A page of results from the best engine that answers, below what editors promote; nothing that the register does not hold."""
    engine, results = _first_answer(lambda engine: engine.search(query))
    if engine.name != "database":
        _keep_registered(results)
    if query.page == 1 and not query.filters and not query.lang:
        results.promoted = promoted_hits(query.text, query.language)
    return results


def suggest(text: str, language: str) -> list[Suggestion]:
    """Titles that begin as the reader types."""
    return _first_answer(lambda engine: engine.suggest(text, language))[1]


def _first_answer(ask: Callable[[Engine], _Answer]) -> tuple[Engine, _Answer]:
    """From the first engine that can answer."""
    unavailable = None
    for engine in in_order():
        try:
            return engine, ask(engine)
        except EngineUnavailable as error:
            _LOGGER.debug("search engine %s does not answer: %s", engine.name, type(error.__cause__ or error).__name__)  # its breaker says it once
            unavailable = error
    raise unavailable


def _keep_registered(results: Results) -> None:
    """An engine beside the database may lag behind: what was unpublished a moment ago is dropped here, with one query."""
    offered = [results.hits, *results.other_languages.values()]
    known = set(SearchEntry.objects.filter(key__in=[hit.id for hits in offered for hit in hits]).values_list("key", flat=True))
    for hits in offered:
        results.total -= sum(hit.id not in known for hit in hits) if hits is results.hits else 0
        hits[:] = [hit for hit in hits if hit.id in known]
