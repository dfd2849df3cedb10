"""No small number can be found out from what is published: of one row, of the months of a region, of two published days."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_app.statistics.months import months_between
from forms_app.statistics.protect import SMALLEST, protect_row, release

ANSWERS = "abcdef"
#: Numbers around the smallest that is shown, and now and then a large one.
NUMBERS = st.one_of(st.integers(0, 2 * SMALLEST), st.integers(0, 500))
ROWS = st.lists(NUMBERS, min_size=1, max_size=6).map(lambda numbers: dict(zip(ANSWERS, numbers, strict=False)))


def hidden(counts: dict[str, int]) -> list[str]:
    return [answer for answer in counts if answer not in protect_row(counts).shown]


@given(ROWS)
def test_no_number_that_is_shown_is_small(counts):
    row = protect_row(counts)
    assert [number for number in [*row.shown.values(), row.together] if 0 < number < min(SMALLEST, sum(counts.values()))] == []


@given(ROWS)
def test_what_is_shown_is_true_and_nobody_is_lost(counts):
    row = protect_row(counts)
    assert {answer: counts[answer] for answer in row.shown} == row.shown
    assert sum(row.shown.values()) + row.together == sum(counts.values())


@given(ROWS)
def test_every_small_number_is_hidden_beside_another_one(counts):
    missing = hidden(counts)
    small = {answer for answer, number in counts.items() if 0 < number < SMALLEST}
    assert small <= set(missing)
    assert not small or len(missing) > 1 or len(counts) == 1


@given(ROWS, st.randoms(use_true_random=False))
def test_answers_put_together_may_be_any_of_them(counts, random):
    """Whoever knows the rule and the row learns nothing more: the hidden numbers in another order give the very same publication."""
    missing = hidden(counts)
    numbers = [counts[answer] for answer in missing]
    random.shuffle(numbers)
    assert protect_row(counts | dict(zip(missing, numbers, strict=True))) == protect_row(counts)


@given(ROWS)
def test_a_hidden_number_has_at_least_two_possible_values(counts):
    """By that permutation: among the hidden numbers, at least two differ, unless all of the row is hidden."""
    missing = [counts[answer] for answer in hidden(counts)]
    assert not missing or not protect_row(counts).shown or len(set(missing)) > 1


@pytest.mark.parametrize("total", range(3, 3 * SMALLEST))
def test_a_whole_row_that_is_hidden_tells_none_of_its_numbers(total):
    """Every row of three answers with this total that is hidden whole: each answer may be several numbers."""
    rows = [(one, two, total - one - two) for one, two in product(range(total + 1), repeat=2) if one + two <= total]
    whole = [row for row in rows if not protect_row(dict(zip("abc", row, strict=True))).shown]
    assert all(len({row[place] for row in whole}) > 1 for place in range(3))


# Months ------------------------------------------------------------------------------------

FIRST = dt.date(2026, 1, 1)
MONTHS = list(months_between(FIRST, dt.date(2027, 1, 1)))


def published(numbers: list[int]) -> list[int | None]:
    """What goes out of a region, month by month."""
    waiting: list[tuple[dt.date, int]] = []
    shown: list[int | None] = []
    for month, number in zip(MONTHS, numbers, strict=False):
        shown.append(release(waiting, month, number).number)
        waiting = [*waiting, (month, number)] if shown[-1] is None else []
    return shown


@given(st.lists(NUMBERS, max_size=12))
def test_a_published_sum_moves_by_ten_or_not_at_all(numbers):
    """Also between two published days: what was added from one to the other is never a small number."""
    shown = [number or 0 for number in published(numbers)]
    steps = [sum(shown[start:end]) for start in range(len(shown)) for end in range(start + 1, len(shown) + 1)]
    assert [step for step in steps if 0 < step < SMALLEST] == []


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.data())
def test_a_month_that_is_out_never_changes(numbers, data):
    until = data.draw(st.integers(0, len(numbers)))
    assert published(numbers)[:until] == published(numbers[:until])


@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_nobody_is_counted_twice_and_only_the_last_wait(numbers):
    shown = published(numbers)
    held = next((place for place, number in enumerate(shown[::-1]) if number is not None), len(shown))
    assert sum(number or 0 for number in shown) == sum(numbers[: len(numbers) - held])
    assert sum(numbers[len(numbers) - held :]) < SMALLEST


@pytest.mark.parametrize("total", range(SMALLEST, 2 * SMALLEST))
def test_a_month_held_back_may_be_any_small_number(total):
    """Of two months that went out together, the first may have been anything from one to nine."""
    first = {one for one in range(total + 1) if published([one, total - one]) == [None, total]}
    assert first == set(range(1, SMALLEST))
