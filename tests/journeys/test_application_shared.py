"""One computer, three women in turn: one leaves in the middle, one presses back after the receipt. Nothing of one shows to another."""

from .applicant import CALL, FIRST, PERSON, PHONE, PROJECT, fill_everything, fill_step, fill_until, go_on, send, start, step_of

SECRETS = (PERSON, PHONE, PROJECT, PHONE.replace(" ", ""))


def shows_anything(page) -> list[str]:
    """What of a woman can be read or found on the page."""
    content = page.content()
    return [secret for secret in SECRETS if secret in content]


def test_three_women_one_computer(open_reader, site):
    reader = open_reader("ar", width=1280)
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "family")
    hers = page.url
    page.locator("button[value=clear]").first.click()  # the first leaves in the middle, and clears
    page.wait_for_url("**/?cleared")
    seen = {"cleared": shows_anything(page)}
    page.go_back()
    seen["back to the first woman's step"] = shows_anything(page)
    page.goto(hers)
    seen["address of the first woman's step"] = shows_anything(page)

    reader.open(f"calls/{CALL}/")
    start(reader, who="another")
    seen["the second begins"] = shows_anything(page)
    fill_everything(reader)
    page.evaluate("localStorage.setItem('draft:/apply/a-step/', '{}')")  # typed without network on a step she did not open again
    number = send(reader)
    seen["kept on the phone after sending"] = page.evaluate("Object.keys(localStorage)")
    page.locator("form[action$='/clear/'] button").first.click()
    page.wait_for_url("**/?cleared")
    for press in range(1, 4):
        page.go_back()
        seen[f"back after the receipt, {press}"] = [*shows_anything(page), *([number] if number in page.content() else [])]

    reader.open(f"calls/{CALL}/")
    start(reader, who="another")
    seen["the third begins"] = shows_anything(page)
    kept = page.evaluate("Object.keys(localStorage)")
    assert ({where: what for where, what in seen.items() if what}, kept) == ({}, [])


def test_one_who_forgets_to_clear(open_reader):
    """The next woman begins on the same phone: the page offers the code of the other file, and shows none of it."""
    reader = open_reader("fr")
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "contact")
    reader.open(f"apply/{CALL}/")
    start_page = shows_anything(page)
    page.locator("button[value=another]").click()
    asked = shows_anything(page)
    page.locator("main form button[value=another]").click()
    page.wait_for_url(f"**/{FIRST}/")
    assert (start_page, asked, shows_anything(page)) == ([], [], [])


def test_the_code_brings_her_back_on_another_phone(open_reader):
    reader = open_reader("zgh", script=False)
    page = reader.page
    reader.open(f"calls/{CALL}/")
    start(reader)
    fill_until(page, "you")
    fill_step(page, "you")
    page.locator("button[value=later]").first.click()
    code = page.locator("bdi.receipt__ref").inner_text()
    other = open_reader("zgh", script=False)
    other.open("resume/")
    other.page.locator("[name=code]").fill(code)
    other.page.locator("main form button").click()
    assert (step_of(other.page), other.page.locator("[name=full_name]").input_value()) == ("you", PERSON)
    go_on(other.page)
    assert step_of(other.page) == "contact"
