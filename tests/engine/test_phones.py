"""Telephone numbers as people type them."""

import pytest
from django.core.exceptions import ValidationError

from forms_app.engine.phones import clean_phone, show_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+212 612 34 56 78",
        "00212612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "06\u200e12\u200f345678",
        "\u202a+212\u202c 612345678",
    ],
)
def test_every_way_of_writing_one_number_is_that_number(typed):
    assert clean_phone(typed) == "+212612345678"


def test_a_missing_digit_is_counted():
    with pytest.raises(ValidationError) as wrong:
        clean_phone("06 12 34 56 7")
    assert (wrong.value.code, wrong.value.params) == ("digits", {"count": 9})


@pytest.mark.parametrize("typed", ["abc", "12", "+212 1", "0112345678 ext", "06" * 30])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_phone(typed)


def test_a_number_is_shown_as_morocco_writes_it():
    assert [show_phone("+212612345678"), show_phone("+33612345678")] == ["06 12 34 56 78", "+33612345678"]
