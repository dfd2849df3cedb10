"""References and codes: digits that can be dictated, with mistakes found."""

import re

import pytest

from forms_app.applications.codes import make_reference, new_resume_code, read_reference, read_resume_code, secret_hash, show_code, tracking_secret


def test_a_reference_is_call_number_and_check_digit():
    reference = make_reference(call_number=1012, sequence=4817)
    assert re.fullmatch(r"1012-004817-\d", reference)
    assert read_reference(reference) == reference


@pytest.mark.parametrize(
    "write", [str.strip, lambda r: r.replace("-", " "), lambda r: r.replace("-", ""), lambda r: r.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))]
)
def test_a_reference_is_read_however_it_is_written(write):
    reference = make_reference(call_number=1012, sequence=1)
    assert read_reference(write(reference)) == reference


def test_every_wrong_digit_and_every_swap_of_neighbours_is_found():
    reference = make_reference(call_number=1012, sequence=4817)
    digits = reference.replace("-", "")
    wrong = {digits[:place] + other + digits[place + 1 :] for place in range(len(digits)) for other in "0123456789"}
    swapped = {digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :] for place in range(len(digits) - 1)}
    assert {typed for typed in wrong | swapped if read_reference(typed)} == {digits}


@pytest.mark.parametrize("typed", ["", "x", "1012-004", "1" * 500, "\x00", "٣"])
def test_what_is_no_code_is_read_as_nothing(typed):
    assert (read_resume_code(typed), len(read_reference(typed)) > 20) == ("", False)


def test_a_million_and_more_files_of_a_call_keep_a_readable_reference():
    reference = make_reference(call_number=1012, sequence=1_234_567)
    assert (read_reference(reference), len(reference) <= 20) == (reference, True)


def test_resume_codes_differ_and_carry_their_check():
    codes = {new_resume_code() for _each in range(200)}
    assert (len(codes), {read_resume_code(show_code(code)) for code in codes}) == (200, codes)


def test_the_tracking_secret_follows_from_the_draft_and_its_code_and_from_nothing_else():
    one = tracking_secret(draft_id="a", resume_code="1")
    assert re.fullmatch(r"\d{8}", one)
    assert one == tracking_secret(draft_id="a", resume_code="1")
    assert one not in {tracking_secret(draft_id="b", resume_code="1"), tracking_secret(draft_id="a", resume_code="2")}


def test_the_stored_hash_is_bound_to_its_reference():
    assert secret_hash(reference="a", secret="12345678") != secret_hash(reference="b", secret="12345678")
