"""What no woman types by hand, but somebody will send: it must neither be kept nor mislead whoever reads the file."""

import pytest

from forms_app.engine.definition import parse
from forms_app.engine.step_forms import build_step_form
from forms_app.engine.texts import tidy
from tests.factories_forms import JISR, POSTED, commune

DEFINITION = parse(JISR)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("فاطمة  أيت الحاج ", "فاطمة أيت الحاج"),
        ("a\x01\x1b[31mb\x7f", "a [31mb"),
        ("a\x00b", "a b"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("\u200fفاطمة", "\u200fفاطمة"),
        ("ⵜⴰⴼⴰⵔⵙⵉⵜ ⵯ", "ⵜⴰⴼⴰⵔⵙⵉⵜ ⵯ"),
        ("👩🏽\u200d🌾", "👩🏽\u200d🌾"),
        ('{"$gt": ""}', '{"$gt": ""}'),
        ("\u200b\u2060\ufeff \u3000", ""),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(typed: str, kept: str) -> None:
    assert tidy(typed, several_lines=False) == kept


def test_a_name_nobody_can_see_is_missing(db) -> None:
    commune()
    form = build_step_form(DEFINITION.step("you"), language="ar", answers={})(data=POSTED["you"] | {"full_name": "\u200b\u2060"})
    assert list(form.errors) == ["full_name"]


def test_line_ends_count_once_as_the_browser_counts_them() -> None:
    """A text that filled its box by the browser's count arrived with two characters for each line end, and was refused."""
    lines = "\r\n".join(["x" * 9] * 30) + "y"
    form = build_step_form(DEFINITION.step("project"), language="ar", answers={"has_idea": "yes"})(data=POSTED["project"] | {"project": lines})
    assert form.fields["project"].max_length == len(lines.replace("\r", "")), "the longest text allowed, or this test proves nothing"
    assert form.is_valid(), form.errors
    assert form.cleaned_data["project"].count("\n") == 29
