"""Many writes at once, each with its version: sent twice, late or in any order they leave the same index."""

from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from .connection import BUILD_SECONDS

#: Senders at a time; the server has as many cores as it has, more would only wait.
SENDERS = 2
CHUNK = 500
CHUNK_BYTES = 4 * 1024 * 1024
#: A cluster that chooses another node, or is full for a moment, is asked again this often.
PATIENCE = 6
#: The index holds this or something newer: what was to be written is there already.
_ALREADY = 409


class WriteFailed(Exception):
    """The server refused documents. The message has statuses and kinds of errors, never words of a document."""


def write_all(client: Elasticsearch, actions: Iterable[dict[str, Any]], *, alias_only: bool = False) -> Iterator[int]:
    """Send the actions in parallel; yields 1 for each that is in the index.

    ``alias_only``: every target must be an alias, so that nothing is ever written to an index that has gone and would be made again without mapping.

    Raises:
        WriteFailed: something was refused for another reason than being old.
    """
    patient = client.options(request_timeout=BUILD_SECONDS, max_retries=PATIENCE, retry_on_timeout=True, retry_on_status=(429, 502, 503, 504))
    extra = {"require_alias": True} if alias_only else {}
    sent = parallel_bulk(
        patient, actions, thread_count=SENDERS, chunk_size=CHUNK, max_chunk_bytes=CHUNK_BYTES, queue_size=SENDERS, raise_on_error=False, **extra
    )
    refused: dict[str, int] = {}
    for done, answer in sent:
        (outcome,) = answer.values()
        gone = "delete" in answer and outcome.get("status") == 404
        if done or gone or outcome.get("status") == _ALREADY:
            yield 1
        else:
            error = outcome.get("error")
            kind = f"{outcome.get('status')} {error.get('type') if isinstance(error, dict) else ''}".strip()
            refused[kind] = refused.get(kind, 0) + 1
    if refused:
        raise WriteFailed(", ".join(f"{kind}: {count}" for kind, count in sorted(refused.items())))


def index_action(target: str, key: str, version: int, content: dict[str, Any]) -> dict[str, Any]:
    """Write a document unless a newer one is there."""
    return {"_op_type": "index", "_index": target, "_id": key, "version": version, "version_type": "external_gte", "_source": content}


def delete_action(target: str, key: str, version: int) -> dict[str, Any]:
    """Forget a document unless a newer one is there."""
    return {"_op_type": "delete", "_index": target, "_id": key, "version": version, "version_type": "external_gte"}
