"""Saving a step over HTTP while fifty women fill in at once: how long the slowest twentieth wait."""

import time

from tests.factories_forms import call, form

from .baseline.browser import Browser
from .baseline.crowd import at_once
from .baseline.server import WORKERS, Server, serving
from .baseline.six_steps import DEFINITION, posted
from .table import Table

APPLICANTS = 50
_SECONDS = 30.0
#: Seconds she reads and types between a page and the next save: fifty women do not press at the same moment for ever.
_THINKING = 2.0


def measure(table: Table) -> None:
    """One server; each woman goes through her steps again and again."""
    form("bench_six_steps", DEFINITION)
    call(slug="bench-steps", form_key="bench_six_steps")
    with serving() as server:
        for thinking in (_THINKING, 0.0):
            taken = sorted(saves(server, thinking, 3.0 if table.quick else _SECONDS))
            how = f"{APPLICANTS} applicants, {WORKERS} workers, {thinking:.0f} s between two pages"
            table.add(f"saves a second: {how}", len(taken) / (3.0 if table.quick else _SECONDS), "/s")
            table.add(f"saving a step, median: {how}", taken[len(taken) // 2] * 1000, "ms")
            table.add(f"saving a step, p95: {how}", taken[int(len(taken) * 0.95)] * 1000, "ms")


def saves(server: Server, thinking: float, duration: float) -> list[float]:
    """How long each save took until the next page was there, in seconds."""
    taken, begun = [], time.monotonic()

    def woman(number: int) -> None:
        browser = Browser(server)
        time.sleep(thinking * number / APPLICANTS)
        browser.get("/ar/apply/bench-steps/")
        first = address = browser.post("/ar/apply/bench-steps/", {"who": "me"})
        version = 0
        while time.monotonic() - begun < duration:
            for step in DEFINITION["steps"]:
                time.sleep(thinking)
                before = time.perf_counter()
                address = browser.post(address, {"wizard-current_step": step["key"], "wizard-version": version, **posted(step)})
                taken.append(time.perf_counter() - before)
            address, version = first, version + 1

    at_once(APPLICANTS, woman)
    return taken
