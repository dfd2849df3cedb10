"""Search on Elasticsearch with 100,000 documents of 150 words: a rebuild, one reader, ten at once, suggestions; a plain index of the same texts beside.

Needs ELASTICSEARCH_URL (``make elasticsearch``). “Plain” is a ``multi_match`` over four fields with two facets and highlights, asked of Elasticsearch by
this process; “our search” is the engine's, asked by this process too; a page is asked of the site over HTTP. All of it shares the machine.
"""

import os
import secrets
import time
from collections.abc import Callable, Sequence

from django.core.management import call_command
from elasticsearch import Elasticsearch

from .baseline.corpus import DOCUMENTS, fill, own_words, queries
from .baseline.readers import Answered, asked, asked_in_turn
from .baseline.server import WORKERS, Server, serving
from .baseline.site import Site
from .table import Table

READERS = 10
#: Letters typed when suggestions are asked for.
_BEGUN = 4
#: Kinds of question.
_SEARCH, _SUGGEST = "search", "suggest"


def measure(table: Table) -> None:
    """Fill, rebuild, ask."""
    from django.conf import settings

    url = os.environ.get("ELASTICSEARCH_URL")
    if not url:
        print("  left out: ELASTICSEARCH_URL is not set")
        return
    prefix = f"bench-{secrets.token_hex(3)}"
    settings.ELASTICSEARCH_URL = url
    settings.ELASTICSEARCH_PREFIX = os.environ["ELASTICSEARCH_PREFIX"] = prefix
    from search.elastic import connection

    from .baseline.plain_index import PlainIndex

    count, times = (2_000, 40) if table.quick else (DOCUMENTS, 400)
    words = own_words()
    fill(words, count, with_vectors=False)
    client = connection.public_client().options(request_timeout=60)
    plain = PlainIndex(client, f"{prefix}-plain")
    try:
        bare_rate = count / _seconds(plain.make)
        rate = count / _seconds(lambda: call_command("search_index", "rebuild", "--only", "public", verbosity=0))
        table.add("plain bulk", bare_rate, "documents a second")
        table.add("rebuild from our models", rate, "documents a second", at_least=1800)
        with serving() as server:
            searched, site, bare = queries(words, times), Site(server), {_SEARCH: plain.search, _SUGGEST: plain.suggest}
            _ask(table, site, bare, searched)
            _processor_time(table, client, server, {"plain multi_match": plain.search, "page of results": site.search}, searched)
    finally:
        del os.environ["ELASTICSEARCH_PREFIX"]
        client.indices.delete(index=",".join(client.indices.get(index=f"{prefix}-*")))
        fill(words, 0, with_vectors=False)


def _ask(table: Table, site: Site, plain: dict[str, Callable[[str], object]], searched: Sequence[str]) -> None:
    """Ours and the plain one in turn, so that a busy minute of the machine meets both."""
    begun = [text[:_BEGUN] for text in searched]
    for ask, questions in ((plain[_SEARCH], searched), (site.search, searched), (plain[_SUGGEST], begun), (site.suggest, begun)):
        asked(ask, questions[:100], readers=2 * WORKERS)
    bare, ours = asked_in_turn([plain[_SEARCH], site.search], searched)
    _rows(table, "plain multi_match, one reader", bare)
    _rows(table, "our search, one reader", asked(_search, searched), p95=50)
    _rows(table, "page of results, one reader", ours)
    table.ratio("page of results to the plain query, median", ours.median, bare.median, at_most=1.5)
    table.ratio("page of results to the plain query, p95", ours.p95, bare.p95)
    bare, ours = asked(plain[_SEARCH], searched, readers=READERS), asked(site.search, searched, readers=READERS)
    table.add("plain multi_match, ten readers", bare.a_second, "searches a second")
    table.add("our search, ten readers", asked(_search, searched, readers=READERS).a_second, "searches a second", at_least=100)
    table.add("pages of results, ten readers", ours.a_second, "searches a second")
    table.ratio("pages of results to the plain query, ten readers, a second", ours.a_second, bare.a_second)
    bare, ours = asked(plain[_SUGGEST], begun, readers=READERS), asked(site.suggest, begun, readers=READERS)
    table.add("pages without a result: Elasticsearch was too slow", len(site.in_vain), at_most=0)
    table.add("plain edge n-grams, ten readers, p95", bare.p95, "ms")
    table.add("our suggestions, ten readers, p95", asked(_suggest, begun, readers=READERS).p95, "ms", at_most=40)
    table.add("suggestions over HTTP, ten readers, p95", ours.p95, "ms")


def _search(text: str) -> object:
    """The engine's own part of a page: understanding, asking, putting in order, extracts."""
    from search.elastic.engine import ElasticEngine
    from search.query import Query

    return ElasticEngine().search(Query(text, "ar"))


def _suggest(text: str) -> object:
    from search.elastic.engine import ElasticEngine

    return ElasticEngine().suggest(text, "ar")


def _processor_time(table: Table, client: Elasticsearch, server: Server, asks: dict[str, Callable[[str], object]], searched: Sequence[str]) -> None:
    """What a search costs the processors, which a busy machine changes less than how long it takes; without the database's and the reader's part."""

    def used() -> tuple[float, float]:
        nodes = client.nodes.stats(metric="process").body["nodes"].values()
        return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes), server.cpu_seconds() * 1000

    for what, ask in asks.items():
        before = used()
        asked(ask, searched)
        elastic, site = (after - first for after, first in zip(used(), before, strict=True))
        table.add(f"{what}, processor time of Elasticsearch", elastic / len(searched), "ms")
        if site:
            table.add(f"{what}, processor time of the site", site / len(searched), "ms")


def _rows(table: Table, what: str, answered: Answered, p95: float | None = None) -> None:
    table.add(f"{what}, median", answered.median, "ms")
    table.add(f"{what}, p95", answered.p95, "ms", at_most=p95)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
