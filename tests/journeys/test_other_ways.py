"""The same file on a bad day: no script, no mouse, an impatient finger, the back button, another language, no network."""

import re

import pytest
from playwright.sync_api import expect

from .applicant import (
    ANSWERS,
    CALL,
    FIRST,
    PERSON,
    QUESTIONS,
    TOWN,
    fill_everything,
    fill_step,
    fill_until,
    find_call,
    forward,
    go_on,
    pick,
    reference,
    send,
    start,
    step_of,
)
from .keys import Keys
from .pages import LANGUAGES


@pytest.fixture
def at_check(open_reader):
    """A woman who has answered everything and not yet sent it."""
    reader = open_reader("ar")
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_everything(reader)
    return reader


def files_sent(site) -> int:
    """How many files the portal has received."""
    return site.rows("SELECT count(*) FROM applications_submission")[0][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script(open_reader, language):
    reader = open_reader(language, script=False)
    find_call(reader, TOWN[language])
    start(reader)
    fill_everything(reader)
    assert re.fullmatch(r"\d{4}-\d{6}-\d", send(reader))


def test_by_keyboard_alone(open_reader):
    reader = open_reader("fr")
    page = reader.page
    keys = Keys(page)

    def by_keys(question: dict) -> None:
        """Answer what must be answered, if the page asks it."""
        key, kind = question["key"], question["type"]
        if question.get("required") is False or kind == "information" or not page.locator(f"[name='{key}']").count():
            return
        if kind in {"choice", "yes_no"}:
            keys.choose(key, ANSWERS.get(key) or (question["choices"][0]["value"] if kind == "choice" else "no"))
        elif kind in {"multiple", "consent"}:
            keys.tick(f"input[name={key}]")
        else:
            keys.write(f"[name={key}]", {"full_name": "Fatima", "project": "Couture"}.get(key) or ANSWERS.get(key) or "x")

    reader.open("")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    keys.press(".hero a.button")
    page.wait_for_url("**/where/")
    keys.write("#where-q", "Tiznit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/where/?q=*")
    keys.press(f"main a[href*='/calls/{CALL}/']")
    page.wait_for_url(f"**/calls/{CALL}/")
    keys.press(f"a.button[href$='/apply/{CALL}/']")
    page.wait_for_url(f"**/apply/{CALL}/")
    keys.press("button[value=me]")
    page.wait_for_url(f"**/{FIRST}/")
    for _step in range(len(QUESTIONS)):
        here = step_of(page)
        if here == "check":
            break
        for question in QUESTIONS[here]:
            by_keys(question)
        keys.press("main form .buttons button:not([name])")
        page.wait_for_url(lambda url, here=here: f"/{here}/" not in url)
    page.wait_for_url("**/check/")
    keys.press("main form .buttons button")
    assert reference(reader)


def test_two_touches_one_file(at_check, site):
    before = files_sent(site)
    forward(at_check.page).dblclick(no_wait_after=True)
    expect(at_check.page).to_have_url(re.compile("/receipt/"), timeout=15_000)  # the first of the two is given up by the browser
    number = reference(at_check)
    at_check.page.reload()
    assert reference(at_check) == number
    assert files_sent(site) == before + 1


def test_two_tabs_one_file(at_check, site):
    before = files_sent(site)
    other = at_check.context.new_page()
    other.goto(at_check.page.url)
    number = send(at_check)
    forward(other).click()
    other.wait_for_url("**/receipt/")
    assert other.locator(".receipt__ref").inner_text().strip() == number
    assert files_sent(site) == before + 1


def test_back_after_sending_sends_nothing_again(at_check, site):
    before = files_sent(site)
    page = at_check.page
    number = send(at_check)
    page.go_back()
    if "/check/" in page.url:
        forward(page).click()
    assert reference(at_check) == number
    assert files_sent(site) == before + 1


def test_back_keeps_the_answers(open_reader):
    reader = open_reader("fr")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "contact")
    page.go_back()
    assert page.locator("[name=full_name]").input_value() == PERSON
    assert page.locator("input[name=phone_owner][value=mine]").is_checked()
    go_on(page)
    page.wait_for_url("**/contact/")


def test_another_language_in_the_middle_keeps_the_answers(open_reader):
    reader = open_reader("ar")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "project")
    page.locator(".langs a[lang=fr], .langs a[hreflang=fr]").first.click()
    page.wait_for_url("**/fr/apply/**/project/")
    assert page.locator("html").get_attribute("dir") == "ltr"
    fill_until(page, "check")
    assert PERSON in reader.words
    assert send(reader)


def test_an_error_is_named_and_nothing_is_lost(open_reader):
    reader = open_reader("ar")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "contact")
    page.locator("[name=phone]").fill("12")
    pick(page, "rural_urban", next(one for one in QUESTIONS["contact"] if one["key"] == "rural_urban")["choices"][0]["value"])
    go_on(page)
    assert step_of(page) == "contact"
    assert page.locator(".trouble a").count() == 2
    assert page.locator("[name=phone]").input_value() == "12"
    fill_step(page, "contact")
    go_on(page)
    assert step_of(page) != "contact"


def test_no_network_when_she_sends(at_check, site):
    before = files_sent(site)
    page = at_check.page
    check = page.url
    at_check.context.set_offline(True)
    with page.expect_event("requestfailed"):
        forward(page).click(no_wait_after=True)
    at_check.context.set_offline(False)
    page.goto(check)
    assert files_sent(site) == before
    assert send(at_check)
    assert files_sent(site) == before + 1
