"""To find: the engine that answers, below what editors promote."""

import logging
from collections.abc import Callable
from typing import TypeVar, cast

from .engines import Engine, EngineUnavailable, in_order
from .promoted import promoted_hits
from .query import Query
from .results import Results, Suggestion

_LOGGER = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


def find(query: Query) -> Results:
    """A page of results from the best engine that answers, below what editors promote. Every engine reads what it shows from the register."""
    results = _first_answer(lambda engine: engine.search(query))
    if query.page == 1 and not query.filters and not query.lang:
        results.promoted = promoted_hits(query.text, query.language)
    return results


def suggest(text: str, language: str) -> list[Suggestion]:
    """Titles that begin as the reader types."""
    return _first_answer(lambda engine: engine.suggest(text, language))


def _first_answer(ask: Callable[[Engine], _Answer]) -> _Answer:
    """From the first engine that can answer."""
    unavailable: EngineUnavailable | None = None
    for engine in in_order():
        try:
            return ask(engine)
        except EngineUnavailable as error:
            _LOGGER.debug("search engine %s does not answer: %s", engine.name, type(error.__cause__ or error))  # its breaker says it once
            unavailable = error
    raise cast("EngineUnavailable", unavailable)
