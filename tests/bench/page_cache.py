"""The page cache: the home page from the application server and through nginx, beside a bare “hello” and a file; a purge under load; a page made anew."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import redis
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.production.house import HOST, House, run, standing, wait_for

from .ground import free_port
from .table import Table, spread

_HOME = "/ar/"
_FILE = "/home.bin"
#: Headers that nginx gives a file by itself.
_OF_NGINX = {"server", "date", "content-type", "content-length", "connection", "etag", "last-modified", "x-request-id"}
_CONNECTIONS = 16
#: Prints what wrk measured, the last line alone.
_REPORT = """done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"requests": %d, "seconds": %f, "p95": %f, "errors": %d}\\n', summary.requests, summary.duration / 1e6,
    latency:percentile(95) / 1000, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def measure(table: Table) -> None:
    """A page made anew in this process; then the house as production runs it."""
    if not shutil.which("wrk"):
        raise LookupError("wrk is not here: apt-get install wrk")
    made_anew(table)
    seconds, rounds = (2, 1) if table.quick else (8, 3)
    with ExitStack() as stack:
        house = stack.enter_context(standing())
        hello = stack.enter_context(_hello(house))
        from_server(table, house, hello, seconds, rounds)
        through_nginx(table, house, seconds, rounds)
        purged(table, house, 4 if table.quick else 15)


def made_anew(table: Table) -> None:
    """What a page costs that nobody has kept, its fragments being warm."""
    for command in ("load_programme", "sync_groups"):
        call_command(command, verbosity=0)
    client = Client()
    for language in ("ar", "fr", "zgh"):
        client.get(f"/{language}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/{language}/")
        table.add(f"home in {language}, not kept: queries", len(asked), at_most=8)
    bare, _p95 = spread(lambda: client.get("/robots.txt"), 50)
    page, _p95 = spread(lambda: client.get(_HOME), 50)
    table.add("a bare view: median", bare, "ms")
    table.add("home in ar, not kept: median", page, "ms", at_most=12)
    table.ratio("home in ar, not kept, to a bare view", page, bare)


def from_server(table: Table, house: House, hello: int, seconds: int, rounds: int) -> None:
    """Round about, so that both meet the same machine."""
    found: dict[str, list[float]] = {"hello": [], "home": []}
    for _round in range(rounds):
        for name, port, address in (("hello", hello, "/"), ("home", house.app_port, _HOME)):
            found[name].append(_requests(f"http://127.0.0.1:{port}{address}", seconds)["a second"])
    plain, kept = (statistics.median(found[name]) for name in ("hello", "home"))
    table.add("bare Django “hello”, 2 workers", plain, "/s")
    table.add("home, kept, 2 workers", kept, "/s")
    table.ratio("home, kept, to “hello”", kept, plain, at_least=0.55)


def through_nginx(table: Table, house: House, seconds: int, rounds: int) -> None:
    """The same bytes, headers too and compressed already, as a file of nginx's own."""
    size = _as_a_file(house)
    found: dict[str, list[float]] = {"file": [], "page": []}
    for _round in range(rounds):
        for name, address in (("file", _FILE), ("page", _HOME)):
            found[name].append(_requests(f"https://127.0.0.1:{house.https_port}{address}", seconds)["a second"])
    file, kept = (statistics.median(found[name]) for name in ("file", "page"))
    table.add(f"a file of {size / 1024:.0f} KB from nginx, over TLS", file, "/s")
    table.add("home through nginx's cache", kept, "/s")
    table.ratio("home through nginx's cache, to the file", kept, file, at_least=0.85)


def _as_a_file(house: House) -> int:
    """Let nginx send the home page as a file with the same headers; the size of its body."""
    words = ["-H", "Accept-Encoding: gzip", "--resolve", f"{HOST}:{house.https_port}:127.0.0.1", f"https://{HOST}:{house.https_port}{_HOME}"]
    head, page = subprocess.run(["curl", "-ski", "--http1.1", *words], check=True, capture_output=True).stdout.split(b"\r\n\r\n", 1)
    (house.folder / "static" / _FILE.strip("/")).write_bytes(page)
    headers = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
    same = "".join(f'add_header {name} "{value}";\n' for name, value in headers.items() if name.lower() not in _OF_NGINX)
    kind = f"types {{}} default_type '{headers['Content-Type']}'; add_header X-Request-ID $request_id;"
    place = f"location = {_FILE} {{ root {house.folder}/static; {kind} {same} }}"
    conf = house.folder / "nginx.conf"
    site = conf.read_text(encoding="utf-8")
    conf.write_text(site.replace("    location / {", f"{place}\n    location / {{"), encoding="utf-8")
    subprocess.run(["nginx", "-p", str(house.folder), "-c", str(conf), "-e", str(house.folder / "nginx-error.log"), "-s", "reload"], check=True)
    time.sleep(1)
    return len(page)


def purged(table: Table, house: House, seconds: int) -> None:
    """Everything kept is forgotten every two seconds, while the home page is asked for as fast as it comes."""
    shared = redis.Redis.from_url(house.environment["CACHE_URL"])
    address = f"http://127.0.0.1:{house.app_port}{_HOME}"
    still = _requests(address, seconds)
    over, purges = threading.Event(), []

    def purge() -> None:
        while not over.wait(2):
            purges.append(shared.delete(":1:content-generation"))

    thread = threading.Thread(target=purge)
    thread.start()
    busy = _requests(address, seconds)
    over.set()
    thread.join()
    table.add("purges under load", sum(purges))
    table.add("answers that failed during purges", busy["errors"], at_most=0)
    table.add("home, kept: p95", still["p95"], "ms")
    table.ratio("home during purges: p95, to without", busy["p95"], still["p95"], at_most=10)


@contextmanager
def _hello(house: House) -> Iterator[int]:
    """“hello” on the same server with as many workers: its port."""
    port, log = free_port(), house.folder / "hello.log"
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "portal.wsgi:application"]
    with ExitStack() as stack:
        run(stack, [sys.executable, "-m", "granian", *words], log, house.environment | {"DJANGO_SETTINGS_MODULE": "tests.bench.baseline.hello"})
        wait_for(f"http://127.0.0.1:{port}/", log)
        yield port


def _requests(address: str, seconds: int) -> dict[str, float]:
    """Ask for one address as fast as it comes; answers a second, p95 in milliseconds, answers that failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_REPORT)
        script.flush()
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
        named = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
        words = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "-s", script.name, *named, address]
        printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found = json.loads(printed.strip().splitlines()[-1])
    return found | {"a second": found["requests"] / found["seconds"]}
