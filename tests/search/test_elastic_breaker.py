"""Elasticsearch slow, gone, frozen, full or mad: the reader gets her answer from the database, in time, and one line says so."""

import json
import logging
import os
import signal
import time
from collections.abc import Iterator

import pytest

from portal.core.breaker import Breaker
from search import service
from search.database import store
from search.elastic import connection, engine, public_index
from search.elastic.rebuild import bring_up_to_date, rebuild
from search.query import Query
from tests.conftest import require

from .elastic_ground import HOW, OwnServer, answering, use
from .test_engine import document

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}
#: A reader waits no longer, whatever happens to the server.
LONGEST = 1.5


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_rests_and_closes_after_one_good_probe(caplog) -> None:
    clock, answers = Clock(), []
    breaker = Breaker("It", failures=2, rest=5, clock=clock)

    def probe() -> bool:
        answers.append(clock.now)
        return clock.now > 8

    with caplog.at_level(logging.WARNING):
        breaker.failed("slow")
        breaker.succeeded()
        breaker.failed("slow")
        assert (breaker.allows(probe), breaker.is_open) == (True, False)
        breaker.failed("slow")
        breaker.failed("slow")
        assert (breaker.allows(probe), breaker.is_open, answers) == (False, True, [])
        clock.now = 6
        assert [breaker.allows(probe), breaker.allows(probe)] == [False, False]
        clock.now = 12
        assert [breaker.allows(probe), breaker.allows(probe), breaker.is_open] == [True, True, False]
    assert answers == [6, 12]
    assert caplog.messages == ["It does not answer (slow): the database answers instead, tried again every 5 seconds", "It answers again"]


def test_a_probe_that_raises_leaves_it_open() -> None:
    clock = Clock()
    breaker = Breaker("It", failures=1, rest=5, clock=clock)
    breaker.failed("gone")
    clock.now = 6

    def probe() -> bool:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        breaker.allows(probe)
    clock.now = 12
    assert (breaker.is_open, breaker.allows(lambda: True)) == (True, True)


def timed(text: str = "safran") -> tuple[str, list[str], float]:
    began = time.monotonic()
    results = service.find(Query(text, "fr"))
    return results.engine, [hit.url for hit in results.hits], time.monotonic() - began


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (429, b'{"error": {"type": "es_rejected_execution_exception"}, "status": 429}', PRODUCT),
        (503, b'{"error": {}, "status": 503}', PRODUCT),
        (200, b"<html>not what you think</html>", {"Content-Type": "text/html"}),
        (200, b"{{{", PRODUCT),
        (200, b"[]", PRODUCT),
        (200, b'{"responses": []}', PRODUCT),
        (200, b'{"responses": [{"hits": 1}, {}, {}]}', PRODUCT),
        (200, json.dumps({"responses": [{"timed_out": True, "_shards": {"failed": 0}}] * 3}).encode(), PRODUCT),
        (200, json.dumps({"responses": [{"timed_out": False, "_shards": {"failed": 1}}] * 3}).encode(), PRODUCT),
    ],
)
def test_refusals_and_nonsense_are_answered_by_the_database(settings, caplog, status: int, body: bytes, headers: dict) -> None:
    store.write([document("a", "Safran")])
    with answering(status, body, headers) as url, pytest.MonkeyPatch.context() as patch:
        settings.ELASTICSEARCH_URL = url
        patch.setattr(engine, "breaker", Breaker("Elasticsearch"))
        answers = [timed()[:2] for _ in range(4)]
        assert answers == [("database", ["/fr/a/"])] * 4
        assert engine.breaker.is_open
        assert [suggestion.url for suggestion in service.suggest("saf", "fr")] == ["/fr/a/"]
    assert "safran" not in caplog.text.lower()


def test_a_server_that_is_not_there_costs_nothing(settings) -> None:
    store.write([document("a", "Safran")])
    with pytest.MonkeyPatch.context() as patch:
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        patch.setattr(engine, "breaker", Breaker("Elasticsearch"))
        timed()
        assert [(name, found) for name, found, seconds in (timed() for _ in range(3)) if seconds < LONGEST] == [("database", ["/fr/a/"])] * 3


@pytest.fixture
def own(settings) -> Iterator[OwnServer]:
    """A server of the test's own, with one document, and a portal as impatient as in production."""
    require(bool(settings.TEST_ELASTICSEARCH_URL), "Elasticsearch", HOW)
    server = OwnServer()
    try:
        server.run("start")
        store.write([document("a", "Safran")])
        with use(settings, server.url), pytest.MonkeyPatch.context() as patch:
            for origin in public_index.origins():
                rebuild(connection.public_client(), origin, grace=0)
            assert timed()[0] == "elasticsearch"  # patiently: the first search loads what the next ones use
            patch.setattr(connection, "SEARCH_SECONDS", 0.7)
            patch.setattr(connection, "PROBE_SECONDS", 0.25)
            patch.setattr(engine, "breaker", Breaker("Elasticsearch", rest=1.0))
            yield server
            patch.undo()
            if not server.run("url"):
                server.run("start")
    finally:
        server.run("forget")


def until_it_answers(seconds: float) -> str:
    """Asks on as readers do, and gives the engine that answers in the end."""
    last, give_up = "", time.monotonic() + seconds
    while last != "elasticsearch" and time.monotonic() < give_up:
        last = timed()[0]
        time.sleep(0.3)
    return last


def test_frozen_and_killed_it_is_left_alone_and_comes_back_by_itself(own, caplog) -> None:
    process = own.process
    os.kill(process, signal.SIGSTOP)
    frozen = [timed() for _ in range(5)]
    os.kill(process, signal.SIGCONT)
    assert [(name, found) for name, found, _seconds in frozen] == [("database", ["/fr/a/"])] * 5
    assert max(seconds for *_answer, seconds in frozen) < LONGEST
    assert until_it_answers(60) == "elasticsearch"

    os.kill(process, signal.SIGKILL)
    killed = [timed() for _ in range(5)]
    assert [(name, found) for name, found, _seconds in killed] == [("database", ["/fr/a/"])] * 5
    assert max(seconds for *_answer, seconds in killed) < LONGEST
    store.write([document("b", "Safran rouge")])
    own.run("start")
    assert until_it_answers(90) == "elasticsearch"
    for origin in public_index.origins():
        bring_up_to_date(connection.public_client(), origin)
    assert sorted(timed()[1]) == ["/fr/a/", "/fr/b/"]
    said = [message for name, _level, message in caplog.record_tuples if name == "portal.core.breaker"]
    assert [message.partition(" (")[0] for message in said] == ["Elasticsearch does not answer", "Elasticsearch answers again"] * 2
