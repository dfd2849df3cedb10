"""What a catalogue keeps when messages are collected again, and which messages a reader may meet."""

from pathlib import Path

import polib
import pytest

from portal.core.catalogues.extract import Message, collect
from portal.core.catalogues.keep import PLURALS, faults, read, update

ONE, MANY = "{n} day", "{n} days"


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_collecting_again_keeps_every_plural_form(tmp_path: Path, language: str) -> None:
    path = tmp_path / "django.po"
    messages = {("", ONE): Message(ONE, MANY, "", {"templates/page.html"})}
    update(path, language, messages)
    forms = tuple(f"{{n}} {number}" for number in range(PLURALS[language][0]))
    catalogue = polib.pofile(str(path))
    catalogue.find(ONE).msgstr_plural = dict(enumerate(forms))
    catalogue.save()
    update(path, language, messages)
    assert tuple(read(path).get(ONE).string) == forms
    assert faults(path, language, messages) == []


def test_the_words_of_a_choice_shown_on_a_page_are_public() -> None:
    messages = collect(Path(__file__).parents[2])
    assert messages["", "Rural commune"].is_public is True
    assert messages["", "official code"].is_public is False
