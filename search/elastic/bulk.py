"""Many writes at once, each with its version: sent twice, late or in any order they leave the same index."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from elasticsearch import Elasticsearch

from .connection import BUILD_SECONDS

#: Senders at a time; the server has as many cores as it has, more would only wait.
SENDERS = 2
#: Documents in one request, and letters of their texts.
CHUNK = 500
CHUNK_LETTERS = 4_000_000
#: A cluster that chooses another node, or is full for a moment, is asked again this often.
PATIENCE = 6
#: The index holds this or something newer: what was to be written is there already.
_ALREADY = 409
_NOT_THERE = 404

#: Two lines of a request: what to do, and the document, if there is one.
Action = tuple[dict[str, Any], dict[str, Any] | None]


class WriteFailed(Exception):
    """The server refused documents. The message has statuses and kinds of errors, never words of a document."""


def write_all(client: Elasticsearch, actions: Iterable[Action], *, alias_only: bool = False) -> Iterator[int]:
    """Send the actions in parallel; yields how many are in the index, request by request.

    The actions are made in the caller's thread, because they come from its database connection; only the sending is parallel.
    ``alias_only``: every target must be an alias, so that nothing is ever written to an index that has gone and would be made again without mapping.

    Raises:
        WriteFailed: something was refused for another reason than being old.
    """
    patient = client.options(request_timeout=BUILD_SECONDS, max_retries=PATIENCE, retry_on_timeout=True, retry_on_status=(429, 502, 503, 504))
    extra: dict[str, Any] = {"require_alias": True} if alias_only else {}
    refused: Counter[str] = Counter()
    with ThreadPoolExecutor(SENDERS) as senders:
        sent: deque[Future] = deque()
        for chunk in _chunks(actions):
            if len(sent) > SENDERS:
                yield _done(sent.popleft().result(), refused)
            sent.append(senders.submit(patient.bulk, operations=chunk, filter_path="items.*.status,items.*.error.type", **extra))
        while sent:
            yield _done(sent.popleft().result(), refused)
    if refused:
        raise WriteFailed(", ".join(f"{kind}: {count}" for kind, count in sorted(refused.items())))


def _chunks(actions: Iterable[Action]) -> Iterator[list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    letters = 0
    for action, content in actions:
        lines.append(action)
        if content is not None:
            lines.append(content)
            letters += sum(map(len, content.get("text", ())))
        if len(lines) >= 2 * CHUNK or letters >= CHUNK_LETTERS:
            yield lines
            lines, letters = [], 0
    if lines:
        yield lines


def _done(answer: Any, refused: Counter[str]) -> int:
    done = 0
    for item in answer.body["items"]:
        ((verb, outcome),) = item.items()
        status = outcome["status"]
        if status < 300 or status == _ALREADY or (verb == "delete" and status == _NOT_THERE):
            done += 1
        else:
            refused[f"{status} {outcome.get('error', {}).get('type', '')}".strip()] += 1
    return done


def index_action(target: str, key: str, version: int, content: dict[str, Any]) -> Action:
    """Write a document unless a newer one is there."""
    return {"index": {"_index": target, "_id": key, "version": version, "version_type": "external_gte"}}, content


def delete_action(target: str, key: str, version: int) -> Action:
    """Forget a document unless a newer one is there."""
    return {"delete": {"_index": target, "_id": key, "version": version, "version_type": "external_gte"}}, None
