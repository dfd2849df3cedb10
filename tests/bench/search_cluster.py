"""Three nodes of Elasticsearch: one is killed with ``kill -9`` while people search and a rebuild runs, three times, each time another one.

Starts a cluster of its own (``tools/elasticsearch/server``, 384 MB of heap each), which takes some minutes; runs when ELASTICSEARCH_URL is set, as a
sign that this machine can. The readers ask the site over HTTP and never pause.
"""

import os
import secrets
import signal
import threading
import time

from elasticsearch import Elasticsearch

from .baseline.corpus import fill, own_words, queries
from .baseline.server import serving
from .baseline.site import Site
from .table import Table

NODES = 3
READERS = 4
_DOCUMENTS = 20_000


def measure(table: Table) -> None:
    """A cluster, a site, readers, and three rebuilds that lose a node each."""
    from django.conf import settings

    from tests.search.elastic_ground import OwnServer

    if not os.environ.get("ELASTICSEARCH_URL"):
        print("  left out: ELASTICSEARCH_URL is not set")
        return
    cluster, before = OwnServer(nodes=NODES), os.environ["ELASTICSEARCH_URL"]
    nodes = [OwnServer(port=cluster.port + number) for number in range(NODES)]
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"] = ",".join(node.url for node in nodes)
    settings.ELASTICSEARCH_PREFIX = os.environ["ELASTICSEARCH_PREFIX"] = f"chaos-{secrets.token_hex(3)}"
    words = own_words()
    fill(words, 500 if table.quick else _DOCUMENTS, with_vectors=True)
    try:
        cluster.run("start")
        _lose_nodes(table, cluster, {f"node-{node.port}": node for node in nodes}, queries(words, 300))
    finally:
        cluster.run("forget")
        os.environ["ELASTICSEARCH_URL"] = before
        del os.environ["ELASTICSEARCH_PREFIX"]
        fill(words, 0, with_vectors=False)


def _lose_nodes(table: Table, cluster: object, nodes: dict, searched: list[str]) -> None:
    from search.elastic import connection, public_index
    from search.elastic.indices import behind
    from search.elastic.rebuild import difference, rebuild

    client = connection.public_client().options(request_timeout=60)
    origins = public_index.origins()
    for origin in origins:
        rebuild(client, origin, grace=0)
    (arabic,) = [origin for origin in origins if origin.alias.name.endswith("-ar")]
    lost, alias_wrong, left = 0, 0, 0
    with serving() as server, _Readers(Site(server), searched) as readers:
        for turn in range(1 if table.quick else len(nodes)):
            cluster.run("start")
            _until_green(client)
            killed: list[str] = []

            def kill(done: int, total: int, killed: list[str] = killed, turn: int = turn) -> None:
                """At a third of the way: first who holds the new index, then who leads the cluster, then who holds the living one."""
                if not killed and done >= total // 3:
                    killed.append(_victim(client, arabic.alias, turn))
                    os.kill(nodes[killed[0]].process, signal.SIGKILL)

            rebuild(client, arabic, progress=kill)
            found = difference(client, arabic)
            lost += len(found.missing) + len(found.stale) + len(found.extra)
            living = behind(client, arabic.alias)
            alias_wrong += len(living) != 1
            left += len(client.indices.get(index=arabic.alias.pattern)) - 1
            failed = len(readers.failed) + len(readers.site.in_vain)
            print(f"  killed {killed[0]} during a rebuild; behind the alias: {living}; {failed} of {len(readers.times)} searches failed", flush=True)
    table.add("searches meanwhile", len(readers.times))
    table.add("failed searches", len(readers.failed) + len(readers.site.in_vain), at_most=0)
    table.add("slowest search", max(readers.times) * 1000, "ms", at_most=1500)
    table.add("documents that differ after the rebuilds", lost, at_most=0)
    table.add("rebuilds whose alias is not on one index", alias_wrong, at_most=0)
    table.add("indices left behind", left, at_most=0)


def _victim(client: Elasticsearch, alias: object, turn: int) -> str:
    """The name of the node to kill."""
    if turn == 1:
        return client.cat.master(format="json").body[0]["node"]
    wanted = alias.next if turn == 0 else alias.name
    holders = [shard["node"] for shard in client.cat.shards(index=wanted, format="json").body if shard["prirep"] == "p"]
    return holders[0].partition(" ")[0]  # a shard on its way says from where to where


def _until_green(client: Elasticsearch) -> None:
    """All nodes there, each shard twice."""
    client.options(request_timeout=120).cluster.health(wait_for_nodes=f">={NODES}", wait_for_status="green", timeout="110s")


class _Readers:
    """People who search, one question after another, as long as a block lasts."""

    def __init__(self, site: Site, searched: list[str]) -> None:
        self.site, self._searched, self._stop = site, searched, threading.Event()
        self.times: list[float] = []
        self.failed: list[str] = []

    def __enter__(self) -> "_Readers":
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        while not self._stop.is_set():
            for text in self._searched[number::READERS]:
                began = time.perf_counter()
                try:
                    self.site.search(text)
                except (AssertionError, OSError) as failure:
                    self.failed.append(f"{type(failure).__name__} {failure}")
                self.times.append(time.perf_counter() - began)
                if self._stop.is_set():
                    return
