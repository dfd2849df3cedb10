"""Make, bring up to date and check an index from the database; the same way for the public indices and for the files."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import scan

from .bulk import Action, delete_action, index_action, write_all
from .connection import BUILD_SECONDS
from .indices import Alias, behind, create, drop, remove_leftovers, swap

#: Searches that began on the old index have ended after this many seconds: each may take less.
GRACE_SECONDS = 2.0

#: Id, version, content.
Entry = tuple[str, int, dict[str, Any]]


class CountMismatch(Exception):
    """The new index does not hold what the database holds; the old one stays."""


@dataclass(frozen=True)
class Origin:
    """Where an index is made from. ``stamps`` are id and stamp of everything it must hold; ``entries`` are all of it, or those of some ids."""

    alias: Alias
    mapping: Callable[[], dict[str, Any]]
    count: Callable[[], int]
    stamps: Callable[[], Iterator[tuple[str, str]]]
    entries: Callable[[list[str] | None], Iterator[Entry]]


@dataclass
class Difference:
    """What an index lacks, holds too much (with the version it holds), and holds in an old form."""

    missing: list[str] = field(default_factory=list)
    extra: dict[str, int] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many documents differ."""
        return len(self.missing) + len(self.extra) + len(self.stale)


def rebuild(client: Elasticsearch, origin: Origin, *, progress: Callable[[int, int], None] = lambda _done, _total: None, grace: float = GRACE_SECONDS) -> int:
    """A new index in the old one's place; searches go on meanwhile. Interrupted at any point, nothing is lost and the next one cleans up.

    Raises:
        CountMismatch: what was counted at the end is not what the database holds, even after a second look.
    """
    client = client.options(request_timeout=BUILD_SECONDS)
    index = create(client, origin.alias, origin.mapping())
    total, done = origin.count(), 0
    for one in write_all(client, (index_action(origin.alias.next, *entry) for entry in origin.entries(None)), alias_only=True):
        done += one
        progress(done, total)
    client.indices.refresh(index=index)
    if _count(client, index) != origin.count() and bring_up_to_date(client, origin, index).count and difference(client, origin, index).count:
        message = f"{origin.alias.name}: {_count(client, index)} documents, {origin.count()} in the database"
        remove_leftovers(client, origin.alias)
        raise CountMismatch(message)
    _join_segments(client, index)
    client.indices.put_settings(index=index, settings={"index": {"refresh_interval": None}})
    old = swap(client, origin.alias, index)
    # Whatever changed between the reading of a row and the swap was written to both; this finds what a crash in between left out.
    bring_up_to_date(client, origin, index)
    if old:
        time.sleep(grace)
        drop(client, old)
    return _count(client, index)


def bring_up_to_date(client: Elasticsearch, origin: Origin, index: str = "") -> Difference:
    """Write what the index lacks or has in an old form, and forget what it should not have. Returns what was put right."""
    client = client.options(request_timeout=BUILD_SECONDS)
    target = index or origin.alias.name
    found = difference(client, origin, target)
    if found.count:
        wanted = [*found.missing, *found.stale]
        for _one in write_all(client, _repairs(origin, target, wanted, found.extra), alias_only=not index):
            pass
        client.indices.refresh(index=target)
    return found


def _repairs(origin: Origin, target: str, wanted: list[str], extra: dict[str, int]) -> Iterator[Action]:
    for start in range(0, len(wanted), 500):
        for entry in origin.entries(wanted[start : start + 500]):
            yield index_action(target, *entry)
    for key, version in extra.items():
        yield delete_action(target, key, version)


def difference(client: Elasticsearch, origin: Origin, index: str = "") -> Difference:
    """Compare what the index holds with what the database holds, by stamps."""
    target = index or origin.alias.name
    client = client.options(request_timeout=BUILD_SECONDS)
    client.indices.refresh(index=target)
    hits = scan(client, index=target, query={"docvalue_fields": ["stamp", "version"]}, size=5000, scroll="2m")
    held = {hit["_id"]: (hit["fields"]["stamp"][0], hit["fields"]["version"][0]) for hit in hits}
    found = Difference()
    for key, stamp in origin.stamps():
        if key not in held:
            found.missing.append(key)
        elif held.pop(key)[0] != stamp:
            found.stale.append(key)
    found.extra = {key: version for key, (_stamp, version) in held.items()}
    return found


def is_made(client: Elasticsearch, origin: Origin) -> bool:
    """Whether there is an index behind the alias."""
    return bool(behind(client, origin.alias))


def _join_segments(client: Elasticsearch, index: str) -> None:
    """One piece instead of a dozen, before anybody reads it: a search asks each piece for each of its words. In pieces it answers too, only slower."""
    with contextlib.suppress(TransportError, ApiError):
        client.indices.forcemerge(index=index, max_num_segments=1)


def _count(client: Elasticsearch, index: str) -> int:
    return client.count(index=index)["count"]
