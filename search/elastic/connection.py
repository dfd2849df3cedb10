"""The two clients, each with its own address: the public index, and the files. What either may reach is a role of the cluster (docs/operating.md)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.serializer import NdjsonSerializer, OrjsonSerializer

#: Seconds a reader's search may take before the database answers instead.
SEARCH_SECONDS = 0.7
#: Seconds a suggestion may take: it comes while somebody types.
SUGGEST_SECONDS = 0.4
#: Seconds the question "are you there again?" may take.
PROBE_SECONDS = 0.25
#: Seconds one live update may take; it runs after the change is committed.
WRITE_SECONDS = 5.0
#: Seconds one chunk of a rebuild may take: a cluster that lost a node needs them to choose another.
BUILD_SECONDS = 60.0


class _Lines(OrjsonSerializer, NdjsonSerializer):
    """Several questions or documents in one body, a line each."""

    mimetype = NdjsonSerializer.mimetype
    loads, dumps = NdjsonSerializer.loads, NdjsonSerializer.dumps


_SERIALIZERS = {OrjsonSerializer.mimetype: OrjsonSerializer(), _Lines.mimetype: _Lines()}


def public_client(seconds: float | None = None) -> Elasticsearch:
    """For the public indices; an answer may take so many seconds."""
    return _client(settings.ELASTICSEARCH_URL, seconds or SEARCH_SECONDS)


def files_client() -> Elasticsearch:
    """For the index of files; its credentials open nothing else."""
    return _client(settings.ELASTICSEARCH_SUBMISSIONS_URL, SEARCH_SECONDS)


@lru_cache(maxsize=32)
def _client(addresses: str, seconds: float) -> Elasticsearch:
    """Connections are the nodes', whatever the seconds; only the front is another, and making that for each question takes as long as asking it."""
    return _nodes(addresses).options(request_timeout=seconds)


@lru_cache(maxsize=8)
def _nodes(addresses: str) -> Elasticsearch:
    hosts = [address.strip() for address in addresses.split(",") if address.strip()]
    options: dict[str, Any] = {"serializers": _SERIALIZERS, "connections_per_node": 20}
    if settings.ELASTICSEARCH_CA and any(host.startswith("https:") for host in hosts):
        options["ca_certs"] = settings.ELASTICSEARCH_CA
    # A node that is gone is asked no more for a while; another one gets the same question at once. A slow one is not asked twice.
    return Elasticsearch(hosts, max_retries=len(hosts) - 1, retry_on_timeout=False, retry_on_status=(), **options)
