"""Amazigh in Latin letters."""

import pytest

from portal.core.tifinagh import to_latin


@pytest.mark.parametrize(("tifinagh", "latin"), [("ⵜⴰⵎⴰⵣⵉⵖⵜ", "tamaziɣt"), ("ⵜⵉⵍⴳⴳⵯⵉⵜ", "tilggʷit"), ("ⵓⵟⵟⵓⵏ 06, Jisr!", "uṭṭun 06, Jisr!"), ("", "")])
def test_letters_are_those_of_the_alphabet(tifinagh, latin):
    assert to_latin(tifinagh) == latin
