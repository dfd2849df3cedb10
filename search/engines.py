"""The engines: Elasticsearch when it is configured and answers, the database always.

The database engine is also the register of what is public: whatever leaves it (unpublished, private, deleted) leaves at once, in the transaction
of the change, and every engine beside it reads what it shows from there: a hit that the register does not hold has nothing to show.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from .documents import SearchDocument
from .query import Query
from .results import Results, Suggestion

DATABASE = "search.database.engine.DatabaseEngine"
#: Used when ELASTICSEARCH_URL is set.
ELASTIC = "search.elastic.engine.ElasticEngine"


class EngineUnavailable(Exception):
    """The engine cannot answer now: the next one is asked. Raised at once while a circuit breaker is open."""


class Engine(Protocol):
    """What every engine can do. Each method may raise :class:`EngineUnavailable`, and nothing else, whatever is asked."""

    name: str

    def search(self, query: Query) -> Results:
        """A page of results."""

    def suggest(self, text: str, language: str) -> list[Suggestion]:
        """At most eight titles that begin with, or hold, what was typed so far, in this language."""

    def update(self, documents: Iterable[SearchDocument]) -> None:
        """Write documents, new or known. Idempotent; a lower ``version`` than the one held is ignored."""

    def remove(self, ids: Iterable[str], version: int) -> None:
        """Forget documents by id; unknown ones are no error."""


def database() -> Engine:
    """The engine that is always there."""
    return import_string(DATABASE)()


def beside_database() -> list[Engine]:
    """Other engines in use, which live updates are sent to as well."""
    return [import_string(ELASTIC)()] if getattr(settings, "ELASTICSEARCH_URL", "") else []


def in_order() -> Iterator[Engine]:
    """Engines to ask, the best first."""
    yield from beside_database()
    yield database()
