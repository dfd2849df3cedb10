"""What a woman does on the site, step by step, as she would: by what the page shows and not by its inner names."""

from playwright.sync_api import Locator, Page

from .reader import Reader

#: A town written as people write it there.
TOWN = {"ar": "تيزنيت", "fr": "Tiznit", "zgh": "tiznit"}
PERSON = "فاطمة المثال"
PHONE = "06 12 34 56 78"
PROJECT = "خياطة الملابس التقليدية وبيعها في السوق"
CALL = "registration-sample"


def find_call(reader: Reader, town: str) -> None:
    """From the home page to the registration call, by the name of her town."""
    page = reader.page
    reader.open("")
    page.locator(".hero a.button").first.click()
    page.locator("input[name=q][id=where-q]").fill(town)
    page.locator("form:has(#where-q) button").click()
    page.locator(f"main a[href*='/calls/{CALL}/']").first.click()
    page.wait_for_url(f"**/calls/{CALL}/")


def start(reader: Reader) -> None:
    """From the call to the first step."""
    page = reader.page
    page.locator(f"main a.button[href$='/apply/{CALL}/']").first.click()
    page.locator("button[name=who][value=me]").click()
    page.wait_for_url("**/you/")


def pick(page: Page, name: str, value: str | None = None) -> None:
    """Choose an answer by touching its card, as a finger does."""
    choice = page.locator(f"input[name={name}]" + (f"[value='{value}']" if value else ""))
    page.locator("label.choice", has=choice).click()
    assert choice.is_checked()


def fill_you(page: Page) -> None:
    """First step."""
    page.locator("[name=full_name]").fill(PERSON)
    page.locator("[name=phone]").fill(PHONE)
    page.locator("[name=commune]").fill("Tiznit")
    pick(page, "marital_status", "widowed")
    pick(page, "head_of_household", "yes")


def fill_situation(page: Page) -> None:
    """Second step."""
    pick(page, "disability", "no")
    pick(page, "education_level", "none")
    pick(page, "experience", "1_5")
    pick(page, "has_idea", "yes")


def fill_project(page: Page) -> None:
    """Third step."""
    page.locator("[name=project]").fill(PROJECT)
    pick(page, "support_requested", "training")
    pick(page, "support_requested", "accompaniment")
    pick(page, "consent")


STEPS = {"you": fill_you, "situation": fill_situation, "project": fill_project}


def forward(page: Page) -> Locator:
    """The one filled button of a step or of the check page."""
    return page.locator("main form .buttons button.button:not(.button--second)").first


def go_on(page: Page) -> None:
    """Save this step; some communes bear the name of their town, so the page may ask which one is meant."""
    forward(page).click()
    page.wait_for_load_state("load")


def fill_everything(reader: Reader) -> None:
    """The steps, up to the page where she checks her answers."""
    page = reader.page
    for step, fill in STEPS.items():
        page.wait_for_url(f"**/{step}/")
        fill(page)
        go_on(page)
    page.wait_for_url("**/check/")


def send(reader: Reader) -> str:
    """Send the checked answers and read the reference on the receipt."""
    forward(reader.page).click()
    return reference(reader)


def reference(reader: Reader) -> str:
    """The number on the receipt she is looking at."""
    reader.page.wait_for_url("**/receipt/")
    return reader.page.locator(".receipt__ref").inner_text().strip()
