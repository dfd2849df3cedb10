"""The pages of an application, which have no address of their own: axe, reflow and the content policy on each, errors included."""

import pytest

from .accessibility import sticking_out, violations
from .applicant import CALL, QUESTIONS, fill_step, forward, go_on, send, start, step_of
from .pages import LANGUAGES
from .reader import NARROW


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_an_application(open_reader, axe, language):
    reader = open_reader(language, width=NARROW)
    page = reader.page
    found = {}

    def look(name: str, again: bool = True) -> None:
        """Day and night, once more in large letters, twice the letters; a page that answers a POST is looked at as it is."""
        for theme in ("dark", "light") if again else ():
            reader.choose(theme=theme)
            page.reload()
            found[f"{name}, {theme}"] = violations(page, axe)
        if not again:
            found[name] = violations(page, axe)
        found[f"{name}, narrow"] = sticking_out(page)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[f"{name}, 200 %"] = sticking_out(page)
        page.evaluate("document.documentElement.style.fontSize = ''")

    reader.open(f"calls/{CALL}/")
    start(reader)
    for _step in range(len(QUESTIONS)):
        step = step_of(page)
        if step == "check":
            break
        look(step)
        go_on(page)
        if step_of(page) == step:
            look(f"{step}, with errors", again=False)
            fill_step(page, step)
            go_on(page)
    page.wait_for_url("**/check/")
    look("check")
    number = send(reader)
    look("receipt")
    secret = page.locator(".receipt .facts bdi.num").first.inner_text()

    reader.open("track/")
    page.locator("[name=reference]").fill(number)
    page.locator("[name=secret]").fill("00000000")
    forward(page).click()
    look("track, wrong code", again=False)
    page.locator("[name=secret]").fill(secret)
    forward(page).click()
    page.locator(".line").first.wait_for()
    look("track, found", again=False)
    reader.open("apply/registration-sample/not-mine/you/")
    look("somebody else's file")

    assert {name: what for name, what in found.items() if what} == {}
    assert [line for line in reader.complaints if "404" not in line] == []
