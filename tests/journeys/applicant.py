"""What a woman does on the site, step by step, as she would: by what the page shows and not by its inner names.

The steps and questions are read from the definition itself: a form that changes needs no other journey.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from portal.core.yaml_files import read_yaml

from .reader import Reader

#: A town written as people write it there.
TOWN = {"ar": "تيزنيت", "fr": "Tiznit", "zgh": "tiznit"}
PERSON = "فاطمة المثال"
PHONE = "06 12 34 56 78"
PROJECT = "خياطة الملابس التقليدية وبيعها في السوق"
CALL = "registration-sample"
FORM = read_yaml(Path(__file__).parents[2] / "forms_app" / "engine" / "content" / "jisr_registration.yaml")
QUESTIONS = {step["key"]: step["questions"] for step in FORM["steps"]}
FIRST = FORM["steps"][0]["key"]
#: What she answers where the first choice would not do; by code of the question.
ANSWERS = {
    "filled_by": "self", "has_idea": "yes", "registered_before": "no", "full_name": PERSON, "phone_owner": "mine", "phone": PHONE, "commune": "Tiznit",
    "marital_status": "widowed", "project": PROJECT, "legal_form": "self_employed", "birth_date": ("3", "2", "1990"),
    "support_requested": ["training", "accompaniment"],
}  # fmt: skip
#: By type, for the others that must be answered.
_TYPED = {"short_text": "نص", "long_text": "نص", "number": "2", "money": "100", "email": "a@example.org", "cin": "AB123456"}


def find_call(reader: Reader, town: str) -> None:
    """From the home page to the registration call, by the name of her town."""
    page = reader.page
    reader.open("")
    page.locator(".hero a.button").first.click()
    page.locator("input[name=q][id=where-q]").fill(town)
    page.locator("form:has(#where-q) button").click()
    page.locator(f"main a[href*='/calls/{CALL}/']").first.click()
    page.wait_for_url(f"**/calls/{CALL}/")


def start(reader: Reader, who: str = "me") -> None:
    """From the call to the first step."""
    page = reader.page
    page.locator(f"main a.button[href$='/apply/{CALL}/']").first.click()
    page.locator(f"button[name=who][value={who}]").click()
    page.wait_for_url(f"**/{FIRST}/")


def pick(page: Page, name: str, value: str | None = None) -> None:
    """Choose an answer by touching its card, as a finger does."""
    choice = page.locator(f"input[name={name}]" + (f"[value='{value}']" if value else ""))
    page.locator("label.choice", has=choice).click()
    assert choice.is_checked()


def answer(page: Page, question: dict) -> None:
    """Answer one question, if the page asks it."""
    key, kind = question["key"], question["type"]
    given = ANSWERS.get(key)
    if kind in {"information", "file", "group", "centre"} or (given is None and question.get("required") is False):
        return
    if kind == "date":
        for part, value in zip(("day", "month", "year"), given, strict=True):
            box = page.locator(f"[name='{key}-{part}']")
            box.select_option(value) if box.evaluate("box => box.tagName") == "SELECT" else box.fill(value)
        return
    if not page.locator(f"[name='{key}']").count():
        return
    if kind == "consent":
        pick(page, key)
    elif kind in {"choice", "multiple", "yes_no"}:
        first = question["choices"][0]["value"] if kind != "yes_no" else "no"
        for value in given if isinstance(given, list) else [given or first]:
            pick(page, key, value)
    else:
        page.locator(f"[name='{key}']").fill(given or _TYPED[kind])


def fill_step(page: Page, step: str) -> None:
    """Answer everything a step asks."""
    for question in QUESTIONS[step]:
        answer(page, question)


def step_of(page: Page) -> str:
    """The step she is looking at."""
    return urlsplit(page.url).path.rstrip("/").rpartition("/")[2]


def forward(page: Page) -> Locator:
    """The one filled button of a step or of the check page."""
    return page.locator("main form .buttons button.button:not(.button--second)").first


def go_on(page: Page) -> None:
    """Save this step; some communes bear the name of their town, so the page may ask which one is meant."""
    forward(page).click()
    page.wait_for_load_state("load")


def fill_until(page: Page, until: str) -> None:
    """Go through the steps up to one of them, or to ``check``."""
    for _step in range(len(QUESTIONS) + 1):
        here = step_of(page)
        if here == until:
            return
        fill_step(page, here)
        go_on(page)
    raise AssertionError(f"{until} is never reached; the last page is {page.url}")


def fill_everything(reader: Reader) -> None:
    """The steps, up to the page where she checks her answers."""
    fill_until(reader.page, "check")


def send(reader: Reader) -> str:
    """Send the checked answers and read the reference on the receipt."""
    forward(reader.page).click()
    return reference(reader)


def reference(reader: Reader) -> str:
    """The number on the receipt she is looking at."""
    reader.page.wait_for_url(re.compile(r"/receipt/(#.*)?$"))
    return reader.page.locator(".receipt__ref").inner_text().strip()
