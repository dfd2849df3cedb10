"""The main job, in each language: she finds, she applies, she has a number; an editor sees it, publishes, and search finds that."""

import re

import pytest

from .applicant import PERSON, PROJECT, TOWN, fill_everything, find_call, send, start
from .editor import log_in, publish_news, see_file
from .pages import LANGUAGES

TITLES = {
    "ar": "لقاء تواصلي حول زراعة الزعفران",
    "fr": "Rencontre autour de la culture du safran",
    "zgh": "ⴰⵎⵢⴰⵡⴰⴹ ⴼ ⵓⵣⵄⴼⵔⴰⵏ",
}
WORDS = {"ar": "الزعفران", "fr": "safran", "zgh": "ⵓⵣⵄⴼⵔⴰⵏ"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_main_job(open_reader, language):
    woman = open_reader(language)
    find_call(woman, TOWN[language])
    start(woman)
    fill_everything(woman)
    assert PERSON in woman.words
    assert PROJECT in woman.words
    number = send(woman)
    assert re.fullmatch(r"\d{4}-\d{6}-\d", number)
    assert woman.complaints == []

    editor = open_reader("fr", width=1280, height=900)
    log_in(editor)
    see_file(editor, number, PERSON)
    address = publish_news(editor, language, TITLES[language], slug=f"rencontre-{number}")

    woman.open("")
    box = woman.page.locator("input[type=search]:visible")
    if not box.count():
        woman.page.locator(".tools a.tool[href*='search']").click()
        box = woman.page.locator("main input[type=search]")
    box.fill(WORDS[language])
    box.press("Enter")
    woman.page.locator(f"main li.result a[href='{address}']").click()
    assert woman.path == address
    assert woman.page.locator("h1").inner_text() == TITLES[language]
