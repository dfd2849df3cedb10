"""An association answers a call in a browser without JavaScript, in French and in Arabic; then corrects its file, and takes it back."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from .accessibility import violations
from .applicant import forward, reference, step_of
from .keys import Keys

CALL = "associations-souss-massa-sample"
#: What is written, by name of the box; ``None``: the first card of the question is touched.
WRITTEN = {
    "association_name": "Association de l’Exemple", "legal_status": None, "receipt_number": "123/2019", "receipt_date-day": "7", "receipt_date-month": "3",
    "receipt_date-year": "2019", "headquarters": "Tiznit", "address": "12, rue de l’Exemple", "contact_name": "Amina Exemple", "phone": "06 12 34 56 78",
    "board-0-name": "Amina Exemple", "board-0-role": "Présidente", "board-1-name": "خديجة المثال", "board-1-role": "أمينة المال",
    "assembly_date-day": "1", "assembly_date-month": "2", "assembly_date-year": "2025", "members_count": "40", "domains": None,
    "projects-0-title": "Tissage", "projects-0-year": "2022", "team-0-task": "Formatrice", "team-0-people": "2", "team-0-tie": None, "premises": None,
    "surface": "90", "equipment": None, "provinces": None, "women_to_support": "120", "phases": None, "proposal": "Accompagner 120 femmes.",
    "budget-0-item": "Salaires", "budget-0-amount": "120 000", "budget-1-item": "كراء", "budget-1-amount": "٢٤٥٠٠",
    "commitment": None, "signatory": "Amina Exemple", "signatory_role": "Présidente", "consent": None,
}  # fmt: skip


def fill(page: Page, photo: Path) -> None:
    """Everything that the screen shows and that is known; one more row where it is needed."""
    for name, text in WRITTEN.items():
        group, number, _rest = [*name.split("-"), "", ""][:3]
        if number == "1" and page.locator(f"[name='{group}-rows']").count() and not page.locator(f"[name='{name}']").count():
            with page.expect_navigation():
                page.locator(f"button[name='group:{group}'][value=add]").click()
        box = page.locator(f"main form [name='{name}']").first
        if not box.count():
            continue
        if text is None:
            page.locator("label.choice", has=page.locator(f"input[name='{name}']")).first.click()
        else:
            box.fill(text)
    for papers in page.locator("main form input[type=file]").all():
        if papers.get_attribute("name") != "reports":
            papers.set_input_files(str(photo))


def go(page: Page) -> None:
    """Touch the filled button, and be on the page it leads to."""
    with page.expect_navigation():
        forward(page).click()


@pytest.mark.parametrize(("language", "total"), [("fr", "144\u202f500"), ("ar", "144,500")])
def test_an_association_goes_the_whole_way_corrects_and_withdraws(open_reader, tmp_path, language, total):
    reader = open_reader(language, script=False)
    page, photo = reader.page, tmp_path / "photo.jpg"
    Image.new("RGB", (600, 800), "white").save(photo, "JPEG")
    reader.open(f"apply/{CALL}/")
    page.locator("button[name=who][value=me]").click()
    seen = []
    while (step := step_of(page)) != "check":
        assert step not in seen, page.locator("main").inner_text()[:600]
        seen.append(step)
        fill(page, photo)
        go(page)
    assert total in reader.words
    go(page)
    number = reference(reader)
    assert re.fullmatch(r"\d{4}-\d{6}-\d", number)

    page.locator("form[action$='/correct/'] button").click()
    page.locator(f"a[href*='/{seen[1]}/']").first.click()
    page.locator("main form [name=address]").fill("5, avenue de l’Exemple")
    go(page)
    go(page)
    assert reference(reader) == number
    page.locator("a[href$='/withdraw/'], form[action$='/withdraw/'] button").first.click()
    page.locator("button[name=sure]").click()
    page.wait_for_url(re.compile(r"/receipt/(#.*)?$"))
    assert page.locator("form[action$='/correct/'] button").count() == 0


def by_keys(keys: Keys, photo: Path) -> None:
    """The same answers from the keyboard, in the order of the page."""
    page = keys.page
    for name, text in WRITTEN.items():
        group, number, _rest = [*name.split("-"), "", ""][:3]
        if number == "1" and page.locator(f"[name='{group}-rows']").count() and not page.locator(f"[name='{name}']").count():
            keys.press(f"button[name='group:{group}'][value=add]")
            page.locator(f"[name='{name}']").wait_for()
        box = page.locator(f"main form [name='{name}']").first
        if box.count() and text is None:
            keys.tick(f"input[name='{name}']")
        elif box.count():
            keys.write(f"[name='{name}']", text)
    for papers in [one.get_attribute("name") for one in page.locator("main form [data-more] input[type=file]").all()]:
        if papers != "reports":
            keys.send_file(papers, photo)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_by_keyboard_alone_and_axe_finds_nothing_on_the_way(open_reader, axe, tmp_path, language):
    reader = open_reader(language)
    page, photo = reader.page, tmp_path / "photo.jpg"
    keys, found = Keys(page), {}
    Image.new("RGB", (600, 800), "white").save(photo, "JPEG")
    reader.open(f"apply/{CALL}/")
    keys.press("button[name=who][value=me]")
    page.wait_for_url(f"**/apply/{CALL}/*/*/")
    while (step := step_of(page)) != "check":
        assert step not in found, page.locator("main").inner_text()[:600]
        by_keys(keys, photo)
        found[step] = violations(page, axe)
        keys.press("main form .buttons button.button:not(.button--second):not([name])")
        page.wait_for_url(lambda url, here=step: f"/{here}/" not in url)
    found["check"] = violations(page, axe)
    keys.press("main form .buttons button.button:not(.button--second)")
    assert re.fullmatch(r"\d{4}-\d{6}-\d", reference(reader))
    found["receipt"] = violations(page, axe)
    assert {step: what for step, what in found.items() if what} == {}
