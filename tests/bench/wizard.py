"""Whole applications over HTTP, eight women at once: ours, the same form on formtools' session storage, plain forms on it, the database's bare inserts."""

import threading
import time
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import connection
from django.http import JsonResponse

from tests.factories_forms import call, form

from .baseline.browser import Browser
from .baseline.crowd import at_once
from .baseline.server import WORKERS, Server, serving
from .baseline.six_steps import DEFINITION, posted
from .table import Table

CLIENTS, BAR = 8, 2.5
#: The same form, pages and sending; the same as Django and formtools draw and ask by themselves; and six steps of Django's own forms
#: without page of answers, audit, reference and receipt.
SAME, ORDINARY, PLAIN = "the same form on session storage", "the same form by ordinary means", "plain forms on session storage"
_ROUNDS, _SECONDS = 4, 10.0


def measure(table: Table) -> None:
    """Rounds by turns, so that both meet the same hour of the machine."""
    form("bench_six_steps", DEFINITION)
    call(slug="bench", form_key="bench_six_steps")
    rounds, duration = (1, 2.0) if table.quick else (_ROUNDS, _SECONDS)
    ways = {"ours": apply_to_us, SAME: apply_to_the_same_form, ORDINARY: apply_to_the_same_form, PLAIN: apply_to_the_plain_form}
    done, cpu, asked = dict.fromkeys(ways, 0), dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0)
    with serving() as server, serving(BENCH_ORDINARY="1") as ordinary:
        servers = dict.fromkeys(ways, server) | {ORDINARY: ordinary}  # the one that is not asked rests
        for name, way in ways.items():
            run(servers[name], way, 1.0)  # templates, shells, frames
        for _round in range(rounds):
            for name, way in ways.items():
                before = servers[name].cpu_seconds()
                count, requests = run(servers[name], way, duration)
                done[name] += count
                asked[name] += requests
                cpu[name] += servers[name].cpu_seconds() - before
    spent = rounds * duration
    for name in ways:
        table.add(f"applications, {CLIENTS} at once, {WORKERS} workers: {name}", done[name] / spent, "/s")
        table.add(f"requests of one application: {name}", asked[name] / done[name])
        table.add(f"processor time of the server for one application: {name}", cpu[name] * 1000 / done[name], "ms")
    ours, same, ordinary, plain = (done[name] / spent for name in ways)
    table.ratio(f"applications: ours against {SAME}", ours, same, at_least=BAR)
    table.ratio(f"applications: ours against {ORDINARY}", ours, ordinary)
    table.ratio(f"applications: ours against {PLAIN}", ours, plain)
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        bare = inserts(duration)
        table.add(f"bare inserts of one row with all answers, {CLIENTS} at once", bare, "/s")
        table.ratio("bare inserts against our applications", bare, ours)


def run(server: Server, way: Callable[[Browser], None], duration: float) -> tuple[int, int]:
    """Applications finished and requests made within a time, by eight women at once; those begun in time are finished and counted by their share."""
    counts, requests, begun = [0] * CLIENTS, [0] * CLIENTS, time.monotonic()

    def woman(number: int) -> None:
        browser = Browser(server)
        while time.monotonic() - begun < duration:
            browser.forget()
            way(browser)
            counts[number] += 1
            requests[number] += browser.requests

    at_once(CLIENTS, woman)
    return sum(counts), sum(requests)


def apply_to_us(browser: Browser) -> None:
    """From the start page to the receipt."""
    browser.get("/ar/apply/bench/")
    address = browser.post("/ar/apply/bench/", {"who": "me"})
    for step in DEFINITION["steps"]:
        address = browser.post(address, {"wizard-current_step": step["key"], "wizard-version": "0", **posted(step)})
    assert browser.post(address, {"key": browser.sending_key()}).endswith("/receipt/")


def apply_to_the_same_form(browser: Browser) -> None:
    """The same requests: the page of all answers is a step, and sending is formtools' end."""
    browser.get("/ar/same/")
    address = browser.post("/ar/same/", {"who": "me"})
    for step in DEFINITION["steps"]:
        address = browser.post(address, {"wizard-current_step": step["key"], **posted(step)})
    assert browser.post(address, {"wizard-current_step": "check"}).endswith("/receipt/")


def apply_to_the_plain_form(browser: Browser) -> None:
    """The same, but for the page of all answers, which formtools has not."""
    browser.get("/ar/stock/")
    address = browser.post("/ar/stock/", {})
    for step in DEFINITION["steps"]:
        address = browser.post(address, {"wizard-current_step": step["key"], **posted(step)})
    assert address.endswith("/receipt/"), address


def inserts(duration: float) -> float:
    """Rows a second, each in a transaction of its own."""
    answers = JsonResponse({key: value for step in DEFINITION["steps"] for key, value in posted(step).items()}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, reference text UNIQUE, answers jsonb, sent_at timestamptz DEFAULT now())")
    where = connection.get_connection_params()
    address = {name: where[name] for name in ("host", "port", "user", "dbname") if name in where}
    counts, begun = [0] * CLIENTS, time.monotonic()

    def client(number: int) -> None:
        with psycopg.connect(**address, autocommit=True) as own:
            while time.monotonic() - begun < duration:
                own.execute("INSERT INTO bare (reference, answers) VALUES (%s, %s)", (f"{number}-{counts[number]}", answers))
                counts[number] += 1

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sum(counts) / duration
