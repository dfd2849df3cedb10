"""Search on Elasticsearch with 100,000 documents of 150 words: one reader, ten at once, suggestions, a rebuild; the bare engine beside.

Needs ELASTICSEARCH_URL (``make elasticsearch``). The words are those of the content's own files, about as often as they stand there.
"""

import os
import random
import re
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .table import Table

DOCUMENTS = 100_000
WORDS = 150
_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_TYPES = ("page", "news", "question", "centre", "service", "notice")
_REGIONS = ("souss-massa", "oriental", "fes-meknes", "draa-tafilalet", "marrakech-safi")


def measure(table: Table) -> None:
    """Fill, rebuild, ask."""
    from django.conf import settings

    if not os.environ.get("ELASTICSEARCH_URL"):
        print("  left out: ELASTICSEARCH_URL is not set")
        return
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.ELASTICSEARCH_PREFIX = f"bench-{secrets.token_hex(3)}"
    from search.elastic import connection, public_index
    from search.elastic.rebuild import rebuild
    from search.models import SearchEntry

    count = 2_000 if table.quick else DOCUMENTS
    words = _own_words()
    SearchEntry.objects.all().delete()
    for rows in _rows(words, count):
        SearchEntry.objects.bulk_create(rows)
    client = connection.public_client()
    try:
        began = time.perf_counter()
        for origin in public_index.origins():
            rebuild(client, origin, grace=0)
        table.add("rebuild from the register", count / (time.perf_counter() - began), "documents a second", at_least=1800)
        _ask(table, words, 40 if table.quick else 400)
    finally:
        names = list(client.options(request_timeout=60).indices.get(index=f"{settings.ELASTICSEARCH_PREFIX}-*"))
        client.options(request_timeout=60).indices.delete(index=",".join(names))
        SearchEntry.objects.all().delete()


def _ask(table: Table, words: list[str], times: int) -> None:
    from search.elastic import connection
    from search.elastic.engine import ElasticEngine
    from search.elastic.indices import public
    from search.query import Query

    connection.SEARCH_SECONDS = connection.SUGGEST_SECONDS = 20.0
    engine, client, alias = ElasticEngine(), connection.public_client().options(request_timeout=20), public("ar").name
    queries = [" ".join(random.Random(number).sample(words, 1 + number % 3)) for number in range(times)]

    def bare(text: str) -> object:
        fields = ["title^4", "title.exact^2", "text", "text.exact"]
        facets = {"type": {"terms": {"field": "type"}}, "region": {"terms": {"field": "regions"}}}
        return client.search(index=alias, query={"multi_match": {"query": text, "fields": fields}}, aggs=facets, size=10)

    def ours(text: str) -> object:
        return engine.search(Query(text, "ar"))

    def suggested(text: str) -> object:
        return engine.suggest(text[:4], "ar")

    for ask in (bare, ours, suggested):
        for text in queries[:60]:
            ask(text)
    one_bare, one_ours = _times(bare, queries), _times(ours, queries)
    table.add("bare multi_match, one reader, median", _share(one_bare, 0.5), "ms")
    table.add("bare multi_match, one reader, p95", _share(one_bare, 0.95), "ms")
    table.add("our search, one reader, median", _share(one_ours, 0.5), "ms")
    table.add("our search, one reader, p95", _share(one_ours, 0.95), "ms", at_most=50)
    table.add("our search to the bare one, median", _share(one_ours, 0.5) / _share(one_bare, 0.5), "times", at_most=1.5)
    for name, ask, bar in (("bare multi_match", bare, None), ("our search", ours, 100)):
        began = time.perf_counter()
        at_once = _times(ask, queries, readers=10)
        table.add(f"{name}, ten readers", len(queries) / (time.perf_counter() - began), "searches a second", at_least=bar)
        table.add(f"{name}, ten readers, p95", _share(at_once, 0.95), "ms")
    table.add("suggestions, ten readers, p95", _share(_times(suggested, queries, readers=10), 0.95), "ms", at_most=40)


def _times(ask: Callable[[str], object], queries: list[str], readers: int = 1) -> list[float]:
    """Milliseconds of each question, asked one after another by so many readers."""

    def timed(text: str) -> float:
        began = time.perf_counter()
        ask(text)
        return (time.perf_counter() - began) * 1000

    with ThreadPoolExecutor(readers) as pool:
        return sorted(pool.map(timed, queries))


def _share(sorted_times: list[float], share: float) -> float:
    return sorted_times[min(len(sorted_times) - 1, int(len(sorted_times) * share))]


def _own_words() -> list[str]:
    """Arabic words of the content files, each as often as it stands there."""
    root = Path(__file__).parent.parent.parent
    words = [word for file in sorted(root.glob("*/content/**/*.yaml")) for word in _WORD.findall(file.read_text(encoding="utf-8"))]
    assert len(words) > 5_000
    return words


def _rows(words: list[str], count: int) -> Iterator[list[object]]:
    from search.models import SearchEntry
    from search.normalise import tokens

    chance = random.Random(6)
    for start in range(0, count, 2000):
        rows = []
        for number in range(start, min(start + 2000, count)):
            title, body = " ".join(chance.choices(words, k=6)), " ".join(chance.choices(words, k=WORDS))
            rows.append(
                SearchEntry(
                    key=f"bench:{number}:ar",
                    origin=f"bench:{number}",
                    group=f"bench:{number}",
                    type=chance.choice(_TYPES),
                    language="ar",
                    title=title,
                    url=f"/ar/bench/{number}/",
                    summary=body[:200],
                    body=body,
                    regions=[chance.choice(_REGIONS)],
                    programme=chance.choice(("jisr", "mourafaka", "")),
                    fingerprint=f"{number:064d}",
                    title_tokens=" ".join(tokens(title, "ar")),
                    body_tokens=" ".join(tokens(body, "ar")),
                )
            )
        yield rows
