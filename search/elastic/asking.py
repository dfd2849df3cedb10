"""Questions to the server: several in one go, answered whole and in time, or not at all."""

from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, NotFoundError

from portal.core import languages

from . import connection
from .indices import public


class Partial(Exception):
    """Some of the index did not answer: better all from the database than half from here."""


def ask(requests: list[tuple[str, dict[str, Any]]], seconds: float) -> list[dict[str, Any]]:
    """The answer to each request (alias, body).

    Raises:
        Partial, TransportError, ApiError: one of them was not answered, or not by the whole index.
    """
    lines: list[dict[str, Any]] = []
    for alias, body in requests:
        lines += [{"index": alias}, body]
    answers = connection.public_client(seconds).msearch(searches=lines, max_concurrent_searches=len(requests)).body["responses"]
    if len(answers) != len(requests):
        raise Partial
    for answer in answers:
        if "error" in answer:
            raise Partial(answer["error"]["type"])
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise Partial("incomplete")
    return answers


def is_there() -> bool:
    """Whether the server answers again, and has the index."""
    client = connection.public_client(connection.PROBE_SECONDS).options(max_retries=0)
    try:
        return bool(client.count(index=public(languages.codes()[0]).name).body["_shards"]["successful"])
    except (TransportError, ApiError, KeyError, TypeError):
        return False


def reason(failure: Exception) -> str:
    """For the log: kind and status only, never what was asked."""
    if isinstance(failure, NotFoundError):
        return "no index yet: run “manage.py search_index rebuild”"
    status = getattr(failure, "status_code", "")
    return f"{type(failure).__name__} {status or (failure if isinstance(failure, Partial) else '')}".strip()
