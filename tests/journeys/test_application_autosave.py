"""What is typed is not lost: saved by itself, said in words, kept without network but for what is confidential."""

import re

import pytest
from playwright.sync_api import expect

from .applicant import CALL, PROJECT, fill_until, forward, go_on, start, step_of

SAVED = {"ar": r"\d\d:\d\d", "fr": r"\d\d", "zgh": r"\d\d:\d\d"}


@pytest.fixture
def at_project(open_reader):
    """A woman at the step where she describes her project, which is not confidential."""
    reader = open_reader("ar")
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(reader.page, "project")
    return reader


def test_saved_by_itself_and_said_so(at_project):
    page = at_project.page
    before = page.locator("[data-state]").inner_text()
    with page.expect_response(re.compile("/autosave/")) as answer:
        page.locator("[name=project]").fill(PROJECT)
    expect(page.locator("[data-state]")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.reload()
    assert (answer.value.status, page.locator("[name=project]").input_value(), page.locator(".notice--wait").count() > 0) == (200, PROJECT, True), before


def test_without_network_it_says_so_keeps_it_and_saves_it_later(at_project):
    page = at_project.page
    words = page.locator("[data-state]").get_attribute("data-offline")
    at_project.context.set_offline(True)
    page.locator("[name=project]").fill(PROJECT)
    expect(page.locator("[data-state]")).to_have_text(words)
    forward(page).click(no_wait_after=True)
    expect(page.locator("[name=project]")).to_have_value(PROJECT)
    kept = page.evaluate("Object.values(localStorage).join()")
    with page.expect_response(re.compile("/autosave/")):
        at_project.context.set_offline(False)
    expect(page.locator("[data-state]")).not_to_have_text(words)
    assert (PROJECT in kept, page.evaluate("Object.keys(localStorage)")) == (True, [])


def test_nothing_confidential_is_kept_on_the_phone(open_reader):
    reader = open_reader("fr")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "you")
    reader.context.set_offline(True)
    page.locator("[name=full_name]").fill("Tafukt Secrète")
    expect(page.locator("[data-state]")).to_have_text(page.locator("[data-state]").get_attribute("data-offline"))
    assert "Tafukt" not in page.evaluate("Object.values(localStorage).join()")


def test_two_tabs_on_one_step(at_project):
    first = at_project.page
    second = at_project.context.new_page()
    second.goto(first.url)
    for page, words in ((first, "أول"), (second, "ثان")):
        page.locator("[name=project]").fill(words)
        for name in ("project_sector", "project_stage", "legal_form"):
            page.locator(f"label.choice:has(input[name={name}])").first.click()
    go_on(first)
    go_on(second)
    texts = second.locator("fieldset label").all_inner_texts()
    assert (second.url == at_project.page.url, ["أول" in text for text in texts], ["ثان" in text for text in texts]) == (False, [False, True], [True, False])
    forward(second).click()
    assert step_of(second) != "project"
