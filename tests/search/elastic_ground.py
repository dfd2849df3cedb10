"""Ground of the tests on Elasticsearch: indices of their own on the server that ELASTICSEARCH_URL names, removed afterwards; and servers to break."""

import os
import secrets
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from portal.core.breaker import Breaker
from search.elastic import connection, engine
from tests.conftest import require

SERVER = Path(__file__).parent.parent.parent / "tools" / "elasticsearch" / "server"
HOW = "run “make elasticsearch”, or set ELASTICSEARCH_URL"


@contextmanager
def use(settings: object, url: str) -> Iterator[Elasticsearch]:
    """The portal on that server, under a prefix nobody else has; patient, because a machine that tests is busy."""
    settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_SUBMISSIONS_URL = url
    settings.ELASTICSEARCH_PREFIX = f"test-{os.getpid()}-{secrets.token_hex(4)}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "breaker", Breaker("Elasticsearch"))
        for name in ("SEARCH_SECONDS", "SUGGEST_SECONDS", "PROBE_SECONDS"):
            patch.setattr(connection, name, 20.0)
        client = connection.public_client().options(request_timeout=60)
        yield client
        names = list(client.indices.get(index=f"{settings.ELASTICSEARCH_PREFIX}-*", expand_wildcards="all"))
        if names:
            client.indices.delete(index=",".join(names))


@pytest.fixture
def elastic(settings, db) -> Iterator[Elasticsearch]:
    """The running server, with nothing in it."""
    require(bool(settings.TEST_ELASTICSEARCH_URL), "Elasticsearch", HOW)
    with use(settings, settings.TEST_ELASTICSEARCH_URL) as client:
        yield client


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class OwnServer:
    """A server that a test may freeze and kill. ``secure``: with passwords and TLS."""

    def __init__(self, nodes: int = 1, port: int = 0, *, secure: bool = False) -> None:
        self.nodes = str(nodes)
        self.port = port or free_port()
        self.url = f"http{'s' if secure else ''}://127.0.0.1:{self.port}"
        self._environment = {"ES_PORT": str(self.port), **({"ES_SECURE": "1"} if secure else {})}

    def run(self, verb: str, *more: str, said: str = "") -> str:
        """What ``tools/elasticsearch/server`` does."""
        environment = os.environ | self._environment
        words = [str(SERVER), verb, self.nodes, *more]
        return subprocess.run(words, env=environment, check=True, capture_output=True, text=True, input=said).stdout.strip()

    @property
    def process(self) -> int:
        """Of the first node."""
        return int(self.run("pid"))


@contextmanager
def answering(status: int, body: bytes, headers: dict[str, str]) -> Iterator[str]:
    """A server that answers everything so; its address."""

    class Same(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_HEAD = _answer  # noqa: N815

        def log_message(self, *_words: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Same)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
