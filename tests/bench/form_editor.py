"""A form of 200 questions in the admin, in Chromium: opening the outline and a step, saving a step."""

import contextlib
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tests.journeys import chromium

from .ground import free_port
from .table import Table

STEPS, QUESTIONS = 8, 25
PASSWORD = "only-for-this-bench"
_TYPES = ("short_text", "long_text", "number", "money", "date", "choice", "multiple", "yes_no", "phone", "choice")
#: The code of the last question: it is there when the whole screen is.
_LAST = f'[name="questions-{QUESTIONS - 1}-value-key"]'
#: What the issue asks for, in seconds.
OPEN, SAVE = 2, 1


def measure(table: Table) -> None:
    """Seconds from the click until the last question can be used; the second opening finds the browser's cache warm."""
    browser_path = chromium.installed()
    if not browser_path:
        raise LookupError(f"Chromium is not here ({chromium.HOW_TO_GET_IT})")
    _make_form()
    times = 3 if table.quick else 7
    from playwright.sync_api import sync_playwright

    with _serving() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=chromium.ARGUMENTS)
        page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR").new_page()
        page.goto(f"{address}/admin/login/")
        page.fill("[name=username]", "bench")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_load_state()
        first_screen = table.add("the admin's first screen: processor of the browser", _worked(page, f"{address}/admin/"), "s")
        _outline(table, page, address, times)
        busy = table.add("outline: processor of the browser", _worked(page, f"{address}/admin/form-editor/edit/1/"), "s", at_most=OPEN)
        table.ratio("outline against the first screen", busy, first_screen)
        busy = table.add("step: processor of the browser", _worked(page, f"{address}/admin/form-editor/edit/1/step/step_2/"), "s", at_most=OPEN)
        table.ratio("step against the first screen", busy, first_screen)
        _steps(table, page, address, times)
        browser.close()


def _worked(page: object, address: str) -> float:
    """Seconds of processor that the page's own thread needs to open an address: on a busy machine the clock says little."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.wait_for_load_state()
    page.wait_for_timeout(500)
    spent = next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
    session.detach()
    return spent


def _outline(table: Table, page: object, address: str, times: int) -> None:
    def open_it() -> None:
        page.goto(f"{address}/admin/form-editor/edit/1/")
        page.wait_for_selector(f'[value="up:step_{STEPS}:s{STEPS}_q{QUESTIONS - 1}"]')

    table.add("outline of 200 questions opens, first time", _seconds(open_it), "s", at_most=OPEN)
    table.add("outline opens, median", statistics.median(_seconds(open_it) for _each in range(times)), "s", at_most=OPEN)
    table.add("outline, elements in the page", page.evaluate("document.getElementsByTagName('*').length"))


def _steps(table: Table, page: object, address: str, times: int) -> None:
    def open_it(number: int) -> None:
        page.goto(f"{address}/admin/form-editor/edit/1/step/step_{number}/")
        page.wait_for_selector(_LAST, state="attached")

    table.add("step of 25 questions opens, first time", _seconds(lambda: open_it(1)), "s", at_most=OPEN)
    opened = [_seconds(lambda number=number: open_it(number % STEPS + 1)) for number in range(times)]
    table.add("step opens, median", statistics.median(opened), "s", at_most=OPEN)
    table.add("step opens, slowest", max(opened), "s", at_most=OPEN)
    table.add("step, elements in the page", page.evaluate("document.getElementsByTagName('*').length"))
    table.add("step, fields sent", page.evaluate("[...new FormData(document.getElementById('w-editor-form')).keys()].length"))
    saved = [_save(page, f"Titre {number}") for number in range(times)]
    answered, shown = zip(*saved, strict=True)
    table.add("step saved: the server's answer, median", statistics.median(answered), "s", at_most=SAVE)
    table.add("step saved: the server's answer, slowest", max(answered), "s", at_most=SAVE)
    table.add("step saved and opened again, median", statistics.median(shown), "s")


def _save(page: object, title: str) -> tuple[float, float]:
    """Seconds until the server has saved, and until the screen can be used again."""
    page.fill('[name="title_fr"]', title)
    begun = time.perf_counter()
    with page.expect_response(lambda response: response.request.method == "POST" and "/step/" in response.url) as answer:
        page.click('[name="save"]', no_wait_after=True)
    if answer.value.status != 302:
        raise RuntimeError(f"The step was not saved: {answer.value.status}")
    answered = time.perf_counter() - begun
    page.wait_for_function("title => document.querySelector('[name=title_fr]')?.value === title && document.readyState === 'complete'", arg=title)
    page.wait_for_selector(_LAST, state="attached")
    return answered, time.perf_counter() - begun


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _make_form() -> None:
    """Eight steps of 25 questions of ten types, every text in three languages, and somebody who may edit them."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from forms_app.engine.models import FormDefinition

    hasher = Argon2PasswordHasher()  # the server has other settings than this process
    get_user_model().objects.create(username="bench", is_staff=True, is_superuser=True, password=hasher.encode(PASSWORD, hasher.salt()))
    steps = [
        {"key": f"step_{step}", "title": _text(f"Étape {step}"), "questions": [_question(step, number) for number in range(QUESTIONS)]}
        for step in range(1, STEPS + 1)
    ]
    made = FormDefinition.objects.create(pk=1, key="bench", title=_text("Grand formulaire"), steps=steps)
    made.save_revision().publish()


def _text(french: str) -> dict[str, str]:
    return {"ar": f"نص {french}", "fr": french, "zgh": f"ⴰⴹⵕⵉⵚ {french}"}


def _question(step: int, number: int) -> dict:
    type_ = _TYPES[number % len(_TYPES)]
    question = {
        "key": f"s{step}_q{number}",
        "type": type_,
        "label": _text(f"Question {step}.{number}, en quelques mots"),
        "hint": _text("Une aide courte, avec un exemple à lire avant de répondre"),
    }
    if type_ in {"choice", "multiple"}:
        question["choices"] = [{"value": f"c{choice}", "label": _text(f"Choix {choice}")} for choice in range(6)]
    if number % len(_TYPES) == 9:
        question["show_if"] = {"key": f"s{step}_q{number - 4}", "in": ["c1"]}
    return question


@contextlib.contextmanager
def _serving() -> Iterator[str]:
    """The application server of production on the database of this run."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "portal.wsgi:application"]
    process = subprocess.Popen(
        command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _each in range(120):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/robots.txt", timeout=5):
                break
            time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
