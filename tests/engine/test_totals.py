"""Totals: the server adds up, whatever the page says."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.definition import parse, problems
from forms_app.engine.rechecking import recheck
from forms_app.engine.shown import shown_steps
from forms_app.engine.step_forms import build_step_form
from forms_app.engine.totals import amount_in_words, total
from tests.engine.every_type import form_of, question

LINES = question("costs", "group", required=False, max_rows=4, questions=[question("what", "short_text", required=False), question("amount", "money")])
SUM = question("sum", "money", total_of="costs.amount")
DATA = form_of([LINES, SUM])
FORM = parse(DATA)


def posted(*amounts: str, **more: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({"costs-rows": str(len(amounts)), **{f"costs-{row}-amount": amount for row, amount in enumerate(amounts)}, **more})
    return query


def step(data: QueryDict | None = None, **options: object):
    return build_step_form(FORM.steps[0], language=options.pop("language", "fr"), answers=options.pop("answers", {}))(data=data, **options)


def shown(html: str) -> str:
    return html.partition("<output")[2].partition(">")[2].partition("<")[0]


def test_the_rows_are_added_up_and_the_posted_sum_counts_for_nothing():
    form = step(posted("1 250,50", "٣٠٠", sum="9", **{"sum-0": "1"}))
    assert form.is_valid()
    assert form.answers() == {"costs": [{"amount": "1250.50"}, {"amount": 300}], "sum": "1550.50"}


def test_without_a_row_there_is_no_total():
    form = step(posted("", sum="500"))
    assert form.is_valid()
    assert form.answers() == {}


def test_a_stored_total_that_is_wrong_is_put_right():
    saved = {"step1": {"costs": [{"amount": 10}, {"amount": "0.10"}], "sum": 1_000_000}}
    assert recheck(FORM, answers=saved, language="ar") == ({"costs": [{"amount": 10}, {"amount": "0.10"}], "sum": "10.10"}, [])


def test_a_total_may_stand_on_a_later_screen():
    form = parse(form_of([LINES], [SUM]))
    saved = {"step1": {"costs": [{"amount": 7}]}, "step2": {"sum": 3}}
    assert recheck(form, answers=saved, language="ar") == ({"costs": [{"amount": 7}], "sum": 7}, [])
    page = build_step_form(form.steps[1], language="fr", answers=saved["step1"])()
    assert shown(page.body()) == "7 dirhams"


def test_the_whole_has_limits_of_its_own():
    limited = parse(form_of([LINES, SUM | {"min": 10, "max": 100}])).steps[0]
    found = [build_step_form(limited, language="fr", answers={})(data=posted(*amounts)).errors for amounts in (["60", "40"], ["60", "41"], ["9"])]
    assert [dict(errors) for errors in found] == [
        {},
        {"sum": ["أكبر عدد مقبول هو 100."]},
        {"sum": ["أصغر عدد مقبول هو 10."]},
    ]


def test_a_row_that_is_no_amount_is_an_error_of_the_row_and_left_out_of_the_sum_shown():
    form = step(posted("100", "beaucoup"))
    assert (list(form.errors), shown(form.body())) == (["costs"], "100 dirhams")


def test_the_page_shows_the_sum_without_a_script_when_rows_come_and_go():
    added = step(posted("100", "20,50", **{"group:costs": "add"}))
    removed = step(posted("100", "20,50", **{"group:costs": "remove:0"}))
    assert [shown(form.body()) for form in (step(), added, removed)] == ["0 dirhams", "120,50 dirhams", "20,50 dirhams"]


def test_nothing_can_be_typed_into_it():
    assert 'name="sum"' not in step(initial={"costs": [{"amount": 4}], "sum": 4}).body()


def test_it_is_shown_with_the_other_answers():
    answers = {"costs": [{"amount": 1250}, {"amount": "1.50"}], "sum": "1251.50"}
    facts = [str(fact["value"]) for _step, facts in shown_steps(FORM, answers) for fact in facts]
    assert facts == ["\u20681,250 درهم\u2069", "\u20681.50 درهم\u2069", "1,251.50 درهم"]


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ([[SUM, LINES]], "step1.sum.total_of"),
        ([[LINES, SUM | {"total_of": "costs.what"}]], "step1.sum.total_of"),
        ([[LINES, SUM | {"total_of": "costs"}]], "step1.sum.total_of"),
        ([[LINES, SUM | {"type": "number"}]], "step1.sum.total_of"),
        ([[LINES | {"questions": [question("amount", "money", sensitive=True)]}, SUM]], "step1.sum.total_of"),
        ([[LINES | {"questions": [question("amount", "money"), question("all", "money", total_of="costs.amount")]}]], "step1.costs.all"),
    ],
    ids=["before its list", "of words", "of no column", "no amount", "of secrets", "inside a list"],
)
def test_a_total_of_nothing_is_not_published(steps, place):
    assert [problem.place for problem in problems(form_of(*steps))] == [place]
    assert problems(DATA) == []


amounts = st.one_of(st.integers(0, 10**9), st.integers(0, 10**11).map(lambda cents: f"{cents // 100}.{cents % 100:02d}"))


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=8))
def test_a_sum_is_exact_and_of_every_order(found):
    rows = [{"amount": amount} for amount in found]
    one = total(FORM.question("sum"), {"costs": rows})
    other = total(FORM.question("sum"), {"costs": rows[::-1]})
    assert (Decimal(one), one) == (sum(map(Decimal, map(str, found))), other)
    assert isinstance(one, int) == (Decimal(one) == int(Decimal(one)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=8), st.integers(0, 10**6).map(str)), max_size=4), st.text(max_size=8))
def test_whatever_is_posted_the_total_is_that_of_the_rows_kept(typed, forged):
    form = step(posted(*typed, sum=forged))
    if form.is_valid():
        kept = form.answers()
        assert kept.get("sum") == total(FORM.question("sum"), kept)
    assert form.body()


@pytest.mark.parametrize(("amount", "words"), [(0, "0 dirhams"), ("12.05", "12,05 dirhams"), (1_000_000, "1\u202f000\u202f000 dirhams")])
def test_an_amount_in_words(amount, words):
    with override("fr"):
        assert amount_in_words(amount) == words
