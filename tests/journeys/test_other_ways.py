"""The same file on a bad day: no script, no mouse, an impatient finger, the back button, another language, no network."""

import pytest

from .applicant import CALL, PERSON, STEPS, TOWN, fill_everything, fill_situation, fill_you, find_call, forward, go_on, pick, reference, send, start
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
    assert send(reader).startswith("09-")


def test_by_keyboard_alone(open_reader):
    reader = open_reader("fr")
    page = reader.page
    keys = page.keyboard

    def reach(selector: str) -> None:
        """Tab on until the thing has the focus."""
        for _press in range(60):
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            keys.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}")

    def write(selector: str, text: str) -> None:
        reach(selector)
        keys.type(text)

    def tick(name: str, value: str) -> None:
        """Reach the group and move inside it with the arrows, as one does with radio buttons."""
        reach(f"input[name={name}]")
        keys.press("Space")
        for _press in range(8):
            if page.locator(f"input[name={name}][value='{value}']").is_checked():
                return
            keys.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name} = {value}")

    reader.open("")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    reach(".hero a.button")
    keys.press("Enter")
    page.wait_for_url("**/where/")
    write("#where-q", "Tiznit")
    keys.press("Enter")
    page.wait_for_url("**/where/?q=*")
    reach(f"main a[href*='/calls/{CALL}/']")
    keys.press("Enter")
    page.wait_for_url(f"**/calls/{CALL}/")
    reach(f"a.button[href$='/apply/{CALL}/']")
    keys.press("Enter")
    page.wait_for_url(f"**/apply/{CALL}/")
    reach("button[value=me]")
    keys.press("Enter")
    page.wait_for_url("**/you/")
    write("[name=full_name]", "Fatima")
    write("[name=phone]", "0612345678")
    write("[name=commune]", "Tiznit")
    tick("marital_status", "widowed")
    tick("head_of_household", "yes")
    reach("main form .buttons button")
    keys.press("Enter")
    page.wait_for_url("**/situation/")
    tick("disability", "no")
    tick("education_level", "none")
    tick("experience", "1_5")
    tick("has_idea", "yes")
    reach("main form .buttons button")
    keys.press("Enter")
    page.wait_for_url("**/project/")
    write("[name=project]", "Couture")
    reach("[name=support_requested][value=training]")
    keys.press("Space")
    reach("[name=consent]")
    keys.press("Space")
    reach("main form .buttons button")
    keys.press("Enter")
    page.wait_for_url("**/check/")
    reach("main form .buttons button")
    keys.press("Enter")
    assert reference(reader)


def test_two_touches_one_file(at_check, site):
    before = files_sent(site)
    forward(at_check.page).dblclick(no_wait_after=True)
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
    fill_you(page)
    go_on(page)
    page.wait_for_url("**/situation/")
    page.go_back()
    assert page.locator("[name=full_name]").input_value() == PERSON
    assert page.locator("input[name=marital_status][value=widowed]").is_checked()
    go_on(page)
    page.wait_for_url("**/situation/")


def test_another_language_in_the_middle_keeps_the_answers(open_reader):
    reader = open_reader("ar")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_you(page)
    go_on(page)
    page.wait_for_url("**/situation/")
    fill_situation(page)
    go_on(page)
    page.wait_for_url("**/project/")
    page.locator(".langs a[lang=fr], .langs a[hreflang=fr]").first.click()
    page.wait_for_url("**/fr/apply/**/project/")
    assert page.locator("html").get_attribute("dir") == "ltr"
    STEPS["project"](page)
    go_on(page)
    page.wait_for_url("**/check/")
    assert PERSON in reader.words
    assert send(reader)


def test_an_error_is_named_and_nothing_is_lost(open_reader):
    reader = open_reader("ar")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    page.locator("[name=full_name]").fill(PERSON)
    page.locator("[name=phone]").fill("12")
    pick(page, "marital_status", "single")
    go_on(page)
    assert page.url.endswith("/you/")
    assert page.locator(".trouble a").count() == 3
    assert page.locator("[name=full_name]").input_value() == PERSON
    assert page.locator("[name=phone]").input_value() == "12"
    assert page.locator("input[name=marital_status][value=single]").is_checked()


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
