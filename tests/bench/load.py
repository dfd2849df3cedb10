"""The day it is announced on television: two hundred women saving at once, and ten thousand applications from start to receipt."""

import gzip
import itertools
import re
import threading
import time
from collections import Counter
from http.client import HTTPException

from forms_app.applications.models import Submission
from tests.factories_forms import call, form

from .baseline.browser import Browser
from .baseline.crowd import at_once
from .baseline.server import WORKERS, Server, serving
from .baseline.six_steps import DEFINITION, posted
from .table import Table

APPLICANTS, APPLICATIONS, CALLS, CLIENTS = 200, 10_000, 4, 8
#: Seconds of the measure, and those she reads and types between a page and the next save: nobody fills in five questions faster.
_SECONDS, _THINKING = 60.0, 5.0
_SAVED_WITHIN = 400
_REFERENCE = re.compile(rb"receipt__ref[^>]*>(\d{4}-\d{6}-\d)<")


def measure(table: Table) -> None:
    """One server for both; the same six steps for everybody."""
    form("bench_six_steps", DEFINITION)
    call(slug="bench-crowd", form_key="bench_six_steps")
    calls = [call(slug=f"bench-load-{number}", form_key="bench_six_steps") for number in range(CALLS)]
    with serving() as server:
        crowd(table, server)
        many(table, server, calls)


def crowd(table: Table, server: Server) -> None:
    """Each goes through her steps again and again."""
    women, duration = (20, 5.0) if table.quick else (APPLICANTS, _SECONDS)
    taken, errors = [], Counter()
    begun = time.monotonic()

    def woman(number: int) -> None:
        browser = Browser(server)
        time.sleep(_THINKING * number / women)
        first = version = None
        while time.monotonic() - begun < duration + _THINKING:
            try:
                if first is None:
                    browser.get("/ar/apply/bench-crowd/")
                    first, version = browser.post("/ar/apply/bench-crowd/", {"who": "me"}), 0
                address = first
                for step in DEFINITION["steps"]:
                    time.sleep(_THINKING)
                    before = time.perf_counter()
                    address = browser.post(address, {"wizard-current_step": step["key"], "wizard-version": version, **posted(step)})
                    taken.append(time.perf_counter() - before)
                version += 1
            except (AssertionError, OSError, HTTPException) as error:
                errors[type(error).__name__] += 1
                browser, first = Browser(server), None

    at_once(women, woman)
    taken.sort()
    how = f"{women} applicants, {WORKERS} workers, {_THINKING:.0f} s between two pages"
    table.add(f"saves a second: {how}", len(taken) / (time.monotonic() - begun), "/s")
    table.add(f"saving a step, median: {how}", taken[len(taken) // 2] * 1000, "ms")
    table.add(f"saving a step, p95: {how}", taken[int(len(taken) * 0.95)] * 1000, "ms", at_most=_SAVED_WITHIN)
    table.add(f"errors: {how}", errors.total(), at_most=0)


def many(table: Table, server: Server, calls: list) -> None:
    """So many applications, to several calls at once; what was shown on a receipt is looked for in the database afterwards."""
    wanted = 40 if table.quick else APPLICATIONS
    numbers, shown, lock = itertools.count(), [], threading.Lock()
    begun = time.monotonic()

    def woman(_number: int) -> None:
        browser = Browser(server)
        while (number := next(numbers)) < wanted:
            browser.forget()
            reference = apply(browser, f"/ar/apply/{calls[number % CALLS].slug}/")
            with lock:
                shown.append((calls[number % CALLS].pk, reference))

    at_once(CLIENTS, woman)
    spent = time.monotonic() - begun
    stored = list(Submission.objects.filter(call__in=calls).values_list("call", "reference"))
    sequences = {one.pk: sorted(int(reference[5:11]) for pk, reference in stored if pk == one.pk) for one in calls}
    table.add(f"whole applications, {CLIENTS} at once, {WORKERS} workers", wanted / spent, "/s")
    table.add("applications with a receipt", len(shown), at_least=wanted)
    table.add("receipts that are not in the database", len(set(shown) - set(stored)), at_most=0)
    table.add("references given twice", len(shown) - len({reference for _call, reference in shown}), at_most=0)
    gaps = sum(found != list(range(1, len(found) + 1)) for found in sequences.values())
    table.add(f"calls of {CALLS} whose references have a gap", gaps, at_most=0)


def apply(browser: Browser, start: str) -> str:
    """From the start page to the receipt; the reference it shows.

    Raises:
        AssertionError: when a page is not shown or a form not accepted.
    """
    browser.get(start)
    address = browser.post(start, {"who": "me"})
    for step in DEFINITION["steps"]:
        address = browser.post(address, {"wizard-current_step": step["key"], "wizard-version": "0", **posted(step)})
    browser.post(address, {"key": browser.sending_key()})
    found = _REFERENCE.search(gzip.decompress(browser.page))
    assert found, "a receipt without its reference"
    return found.group(1).decode()
