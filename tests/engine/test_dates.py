"""Dates as they are typed: three parts, each told when it is wrong."""

import datetime as dt

import pytest
import time_machine

from forms_app.engine.step_forms import build_step_form
from tests.engine.every_type import question, step_of

from .test_types import answered


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("7", "3", "1990", "1990-03-07"),
        ("٠٧", "٠٣", "١٩٩٠", "1990-03-07"),
        ("7\u00a0", "\u202a3\u202c", "1990\u200b", "1990-03-07"),
        ("", "3", "1990", "! The day is missing."),
        ("7", "", "1990", "! The month is missing."),
        ("7", "3", "", "! The year is missing."),
        ("32", "3", "1990", "! The day is a number from 1 to 31."),
        ("7", "mars", "1990", "! The month is a number from 1 to 12."),
        ("7", "13", "1990", "! The month is a number from 1 to 12."),
        ("7", "3", "90", "! The year has 4 digits, for example 1990."),
        ("30", "2", "1990", "! This month has no day 30."),
        ("23", "11", "2026", "! This day is still to come."),
        ("22", "11", "2026", "2026-11-22"),
        ("9" * 5000, "1", "1990", "! The day is a number from 1 to 31."),
        ("²", "1", "1990", "! The day is a number from 1 to 31."),
        ("", "", "", "! This answer is missing."),
    ],
)
@time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC), tick=False)
def test_a_date_says_which_part_is_wrong(day, month, year, kept):
    assert answered(question("born", "date", max="today"), **{"born-day": day, "born-month": month, "born-year": year}) == kept


def test_only_the_wrong_part_of_a_date_is_marked():
    form = build_step_form(step_of(question("born", "date")), language="fr", answers={})(data={"born-day": "7", "born-month": "13", "born-year": "1990"})
    marked = [line for line in form.body().split("<input") if "aria-invalid" in line]
    assert [line.split('name="')[1].split('"')[0] for line in marked] == ["born-month"]
    assert form["born"].id_for_label == "id_born-month", "the summary of errors leads to the wrong box"


def test_a_date_has_limits_of_its_own():
    asked = question("starts", "date", min="2026-01-01", max="2026-12-31")
    found = [answered(asked, day) for day in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01", "2026-13-01", "soon")]
    assert found[1:3] == ["2026-01-01", "2026-12-31"]
    assert [one[:10] for one in (found[0], *found[3:])] == ["! The earl", "! The late", "! The mont", "! This is "]
