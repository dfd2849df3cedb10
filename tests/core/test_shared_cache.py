"""Redis may go away at any moment: pages are made without it, one line says so, and nothing stale is shown when it is back."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.test import Client

from portal.core import throttle
from portal.core.generation import current_generation, next_generation
from portal.core.shared_cache import SharedCache
from tests.conftest import require
from tests.core.log_ground import written


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def nobody_there() -> str:
    """Address of a port nobody listens on."""
    return f"redis://127.0.0.1:{_free_port()}/1"


@pytest.fixture
def away(settings, nobody_there: str) -> SharedCache:
    """The site's cache, with a Redis that is stopped."""
    settings.CACHES = {"default": {"BACKEND": "portal.core.shared_cache.SharedCache", "LOCATION": nobody_there}}
    return caches["default"]


class Redis:
    """A real one, to be stopped and started; it keeps what it holds in a file, as a network that was cut would."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = _free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/1"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", "3600 1", "--logfile", "log"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with redis.Redis(port=self.port) as client:
            for _try in range(200):
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    time.sleep(0.02)
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def server(tmp_path) -> Iterator[Redis]:
    require(bool(shutil.which("redis-server")), "Redis", "apt-get install redis-server")
    started = Redis(tmp_path)
    yield started
    started.stop()


@pytest.fixture
def process(server) -> Callable[[str], SharedCache]:
    """``process("web1")``: a cache as another process of the site has it, with its own memory and its own knowledge of Redis."""

    def make(name: str) -> SharedCache:
        made = SharedCache(f"{server.url}?client_name={name}", {})
        made._standing.breaker._rest = 0.05
        return made

    return make


ACTS = {
    "get": lambda cache: cache.get("key", "default"),
    "add": lambda cache: cache.add("key", 1),
    "set": lambda cache: cache.set("key", 1),
    "touch": lambda cache: cache.touch("key"),
    "delete": lambda cache: cache.delete("key"),
    "get_many": lambda cache: cache.get_many(["key"]),
    "nothing": lambda cache: cache.get_many([]),
    "has_key": lambda cache: cache.has_key("key"),
    "set_many": lambda cache: cache.set_many({"key": 1}),
    "delete_many": lambda cache: cache.delete_many(["key"]),
    "get_or_set": lambda cache: cache.get_or_set("key", 5),
    "clear": lambda cache: cache.clear(),
}
EMPTY = {"get": "default", "add": True, "touch": False, "delete": False, "get_many": {}, "nothing": {}, "has_key": False, "set_many": [], "get_or_set": 5}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_works_without_redis_as_on_an_empty_cache(away, act: str) -> None:
    assert ACTS[act](away) == EMPTY.get(act)


def test_without_redis_each_process_keeps_what_it_needs_for_half_a_minute(away, time_machine_at) -> None:
    away.set("page", "kept", timeout=None)
    away.set("brief", "kept", timeout=5)
    away.add("count", 1)
    kept = [away.get("page"), away.get("brief"), away.incr("count")]
    time_machine_at(6)
    kept.append(away.get("brief"))
    time_machine_at(31)
    assert [*kept, away.get("page")] == ["kept", "kept", 2, None, None]


@pytest.fixture
def time_machine_at() -> Iterator[Callable[[int], None]]:
    """``time_machine_at(6)``: six seconds after the test began."""
    import time_machine

    began = time.time()
    with time_machine.travel(began, tick=False) as traveller:
        yield lambda seconds: traveller.move_to(began + seconds)


def test_one_line_says_that_it_is_away_and_nobody_waits_for_it_again(away) -> None:
    with written() as lines:
        for number in range(50):
            away.get(f"key{number}")
    said = [line["message"] for line in map(json.loads, lines)]
    assert said == ["Redis does not answer (ConnectionError): each process keeps what it needs, tried again every 5 seconds"]


def test_a_redis_that_is_silent_is_waited_for_half_a_second_and_once(settings) -> None:
    """A cut network: it takes the connection and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        cache = SharedCache(f"redis://127.0.0.1:{silent.getsockname()[1]}/1", {})
        began = time.monotonic()
        found = [cache.get("key", "default") for _each in range(20)]
    assert (found, time.monotonic() - began < 3) == (["default"] * 20, True)


@pytest.mark.django_db
def test_pages_are_served_and_people_stay_logged_in_without_redis(away, settings, admin_client) -> None:
    """Sessions are in the database: a cache that is emptied logs nobody out."""
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    statuses = [Client().get(address).status_code for address in ("/health/ready", "/fr/calls/", "/ar/track/")]
    assert [*statuses, admin_client.get("/admin/account/").status_code] == [200, 200, 200, 200]


@pytest.mark.django_db
def test_health_says_it_while_the_balancer_goes_on(away, client, settings) -> None:
    settings.HEALTH_TOKEN = "t" * 32
    full = client.get("/health/full", headers={"authorization": f"Bearer {settings.HEALTH_TOKEN}"})
    assert (client.get("/health/ready").status_code, full.status_code, full.json()["parts"]["cache"]) == (200, 503, {"ok": False, "away": 1})


def test_what_changed_meanwhile_is_forgotten_when_it_is_back(server, process) -> None:
    """The publisher could not tell Redis; the reader's process asks it first."""
    publisher, reader = process("publisher"), process("reader")
    publisher.set_many({"generation": 1, "menu": "old", "untouched": "as it was"}, timeout=None)
    server.stop()
    publisher.set("generation", 2, timeout=None)
    publisher.delete("menu")
    assert (publisher.is_away, publisher.get("generation")) == (True, 2)
    server.start()
    time.sleep(0.1)
    assert publisher.get("anything") is None
    assert (publisher.is_away, reader.get_many(["generation", "menu", "untouched"])) == (False, {"untouched": "as it was"})


def test_what_was_cleared_meanwhile_is_cleared_when_it_is_back(server, process) -> None:
    cache = process("web")
    cache.set("key", "old", timeout=None)
    server.stop()
    cache.clear()
    server.start()
    time.sleep(0.1)
    assert (cache.get("key"), cache.is_away) == (None, False)


def test_a_redis_that_was_only_restarted_is_met_without_a_word(server, process) -> None:
    """Connections of the pool are dead; the second try makes a new one."""
    cache = process("web")
    cache.set("key", "kept", timeout=None)
    server.stop()
    server.start()
    with written() as lines:
        assert cache.get("key") == "kept"
    assert [line for line in lines if json.loads(line)["level"] != "DEBUG"] == []


def test_the_generation_moves_on_without_redis(away) -> None:
    before = current_generation()
    next_generation()
    assert (current_generation() > before, current_generation()) == (True, current_generation())


def test_a_count_forgotten_while_it_is_raised_is_forgotten_again(server, process, monkeypatch) -> None:
    exists = redis.Redis.exists

    def forgets(client: redis.Redis, *names: str) -> int:
        found = exists(client, *names)
        client.delete(*names)  # its time is over at this very moment
        return found

    shared = process("web1")
    monkeypatch.setattr(throttle, "cache", shared)
    assert throttle._count("asked", 60) == 1
    with monkeypatch.context() as patched:
        patched.setattr(redis.Redis, "exists", forgets)
        assert throttle._count("asked", 60) == 1
    assert throttle._count("asked", 60) == 2
    with redis.Redis.from_url(server.url) as client:
        assert 0 < client.ttl(shared.make_key("asked")) <= 60
