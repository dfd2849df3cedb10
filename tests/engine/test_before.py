"""Years since a date, and the questions asked before a file is begun."""

import datetime as dt

import pytest
from django.utils.translation import override

from forms_app.engine.before import by_step, standing, step_before
from forms_app.engine.conditions import anniversary, read_condition
from forms_app.engine.definition import parse, problems
from tests.engine.every_type import choices, form_of, question, words

TODAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def rule(test: dict, answer: str = "yes", **more: str) -> dict:
    return {"if": test, "answer": answer, "text": words(answer), "source": "source"} | more


DATA = form_of(
    [question("name", "short_text"), question("born", "date", before=True, max="today")],
    [question("kind", "choice", choices=choices("a", "b"), before=True), question("other", "yes_no", required=False)],
    rules=[
        rule({"key": "born", "years": {"at_most": 4}}),
        rule({"key": "kind", "in": ["b"]}, "committee"),
        rule({"key": "born", "years": {"more_than": 4}}, "elsewhere", link="services/incubation/"),
        rule({"any": [{"key": "kind", "in": ["a"]}, {"key": "other", "in": ["yes"]}]}, "elsewhere"),
    ],
)
FORM = parse(DATA)


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("2022-11-22", {"at_most", "at_least"}),
        ("2022-11-23", {"at_most", "less_than"}),
        ("2022-11-21", {"more_than", "at_least"}),
        ("2026-11-22", {"at_most", "less_than"}),
        ("2030-01-01", {"at_most", "less_than"}),
        ("", set()),
        ("2022-13-40", set()),
        (None, set()),
    ],
)
def test_years_are_counted_to_today(time_machine, date, held):
    time_machine.move_to(TODAY)
    spans = ("at_least", "less_than", "at_most", "more_than")
    assert {span for span in spans if read_condition({"key": "born", "years": {span: 4}}).holds({"born": date})} == held


def test_the_day_is_the_moroccan_one(time_machine):
    condition = read_condition({"key": "born", "years": {"at_least": 1}})
    time_machine.move_to(dt.datetime(2026, 11, 21, 22, 30, tzinfo=dt.UTC))
    before = condition.holds({"born": "2025-11-22"})
    time_machine.move_to(dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.UTC))  # half past midnight in Rabat
    assert (before, condition.holds({"born": "2025-11-22"})) == (False, True)


def test_the_29th_of_february_has_its_day_each_year():
    assert [anniversary(dt.date(2024, 2, 29), years).isoformat() for years in (1, 4)] == ["2025-03-01", "2028-02-29"]


def test_the_questions_come_in_the_order_of_the_form():
    assert [one.key for one in step_before(FORM).questions] == ["born", "kind"]
    assert step_before(parse(form_of([question("name", "short_text")]))) is None


@pytest.mark.parametrize(
    ("answers", "answer", "count"),
    [
        ({"born": "2025-01-01", "kind": "a"}, "yes", 1),
        ({"born": "2025-01-01", "kind": "b"}, "committee", 2),
        ({"born": "2020-01-01", "kind": "b"}, "elsewhere", 2),
        ({}, "committee", 0),
    ],
    ids=["yes", "the committee", "elsewhere", "no rule"],
)
def test_the_most_reserved_rule_decides(time_machine, answers, answer, count):
    """A rule that looks at anything else waits for the form."""
    time_machine.move_to(TODAY)
    found = standing(FORM, answers)
    assert (found.answer, len(found.rules)) == (answer, count)


def test_answers_go_to_the_steps_that_ask_them_again():
    given = {"born": "2025-01-01", "kind": "a", "name": "x", "unknown": "y"}
    assert by_step(FORM, given) == {"step1": {"born": "2025-01-01"}, "step2": {"kind": "a"}}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"type": "commune"}, "step1.x"),
        ({"sensitive": True}, "step1.x"),
        ({"show_if": {"key": "idea", "in": ["yes"]}}, "step1.x"),
        ({"before": "soon"}, "step1.x.before"),
    ],
    ids=["place", "secret", "conditional", "no truth"],
)
def test_what_cannot_be_asked_before_a_file_exists(change, place):
    data = form_of([question("idea", "yes_no"), question("x", "date", before=True) | change])
    assert [problem.place for problem in problems(data)] == [place]


def test_few_questions_come_before():
    data = form_of([question(f"q{number}", "yes_no", before=True) for number in range(5)])
    with override("en"):
        assert [str(problem) for problem in problems(data)] == [": At most 4 questions are asked before a file is begun."]


@pytest.mark.parametrize(
    ("test", "place"),
    [
        ({"key": "when", "years": {"at_most": 4}}, ""),
        ({"key": "idea", "years": {"at_most": 4}}, "rules.1"),
        ({"key": "later", "years": {"at_most": 4}}, "rules.1"),
        ({"key": "when", "years": {"at_most": -1}}, "rules.1.if.years"),
        ({"key": "when", "years": {"at_most": True}}, "rules.1.if.years"),
        ({"key": "when", "years": {"about": 4}}, "rules.1.if.years"),
        ({"key": "when", "years": {}}, "rules.1.if.years"),
        ({"key": "when", "years": {"at_most": 4}, "in": ["yes"]}, "rules.1.if"),
    ],
    ids=["right", "no date", "unknown", "before today", "no number", "no span", "nothing", "both"],
)
def test_a_rule_counts_the_years_since_a_date(test, place):
    data = form_of([question("when", "date"), question("idea", "yes_no")], rules=[rule(test)])
    assert [problem.place for problem in problems(data)] == [place] * bool(place)


def test_what_is_asked_does_not_change_with_the_day():
    data = form_of([question("when", "date")], [question("x", "yes_no", show_if={"key": "when", "years": {"at_most": 4}})])
    assert [problem.place for problem in problems(data)] == ["step2.x"]
