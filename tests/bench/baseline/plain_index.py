"""What the search on Elasticsearch is measured against: the same texts in a plain index, with the server's stock analysis and nothing of ours."""

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from search.models import SearchEntry

#: Title and body each stemmed and not, and the title by its beginnings.
_FIELDS = ("title^4", "title.exact^2", "body", "body.exact")
_EXACT = {"type": "text", "analyzer": "standard"}
_ANALYSIS = {
    "filter": {"stem": {"type": "stemmer", "language": "arabic"}, "begin": {"type": "edge_ngram", "min_gram": 1, "max_gram": 12}},
    "analyzer": {
        "stemmed": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "decimal_digit", "arabic_normalization", "stem"]},
        "begun": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "begin"]},
    },
}
_PROPERTIES = {
    "title": {
        "type": "text",
        "analyzer": "stemmed",
        "fields": {"exact": _EXACT, "begun": {"type": "text", "analyzer": "begun", "search_analyzer": "standard"}},
    },
    "body": {"type": "text", "analyzer": "stemmed", "fields": {"exact": _EXACT}},
    "type": {"type": "keyword"},
    "regions": {"type": "keyword"},
}


class PlainIndex:
    """One index of the register's texts."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self._client, self.name = client, name

    def make(self) -> None:
        """Write everything, as the client's own helper does it."""
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1", "analysis": _ANALYSIS}
        self._client.indices.create(index=self.name, settings=settings, mappings={"properties": _PROPERTIES})
        for _done in parallel_bulk(self._client.options(request_timeout=60), self._documents(), thread_count=2, chunk_size=500):
            pass
        self._client.indices.refresh(index=self.name)

    def _documents(self) -> Iterator[dict[str, Any]]:
        columns = ("title", "summary", "body", "type", "regions")
        for title, summary, body, kind, regions in SearchEntry.objects.order_by("pk").values_list(*columns).iterator(chunk_size=1000):
            yield {"_index": self.name, "title": title, "body": f"{summary}\n{body}", "type": kind, "regions": regions}

    def search(self, text: str) -> object:
        """A ``multi_match`` over four fields, with two facets and highlights."""
        return self._client.search(
            index=self.name,
            query={"multi_match": {"query": text, "fields": _FIELDS}},
            aggs={"type": {"terms": {"field": "type"}}, "region": {"terms": {"field": "regions"}}},
            highlight={"fields": {"title": {}, "body": {}}},
            size=10,
        )

    def suggest(self, begun: str) -> object:
        """Titles with a word that begins so."""
        return self._client.search(index=self.name, query={"match": {"title.begun": {"query": begun, "operator": "and"}}}, source=["title"], size=8)
