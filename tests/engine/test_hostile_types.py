"""Each type of question against what no browser sends: nothing breaks, nothing wrong is kept, the page can be shown again."""

import json

import pytest

from forms_app.engine.step_forms import StepForm, build_step_form
from forms_app.engine.texts import Reader
from tests.engine.every_type import FORM, question, step_of
from tests.engine.test_types import query

HOSTILE = [
    "x" * 10_000_000,
    "9" * 1_000_000,
    "\x00",
    "AB12\x003456",
    "\ud800",
    "\u202e123456BA",
    "ا\u202bAB\u202c١٢٣",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE engine_formversion; --",
    "../../etc/passwd",
    "{controller}",
    "{{ 7|add:7 }}",
    "\ue000",
    "𝟏𝟐𝟑",
    "١٢٣" * 1000,
    "NaN",
    "1e999",
    "-0",
]
#: Stored answers are our own, but a restored copy or another version of the code may hold anything.
WRONG = [None, True, 7, -1.5, [], [[]], [None], ["\x00"], {}, {"who": 1}, [{"who": [1]}], [{"who": "x" * 100_000}], "yes", 10**40]
ASKED = [one for step in FORM.steps for one in step.questions if one.type != "information"]


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.key)
def test_hostile_posts_are_answered_with_a_page(db, asked):
    step = step_of(question("only", "short_text"))
    object.__setattr__(step, "questions", (asked,))
    names = {"date": ["born-day", "born-month", "born-year"], "group": ["members-rows", "members-0-who", "members-0-since-day"]}.get(asked.type, [asked.key])
    for value in HOSTILE:
        for given in ([value], [value, value]):
            form = build_step_form(step, language="ar", answers={})(data=query(dict.fromkeys(names, given)))
            if form.is_valid():
                kept = json.dumps(form.answers(), ensure_ascii=False)
                kept.encode()
                assert len(kept) < 1000
                assert not {"\x00", "\u202e", "\u202b"} & set(kept)
            body = form.body()
            body.encode()
            assert "<script>" not in body
            assert "<img" not in body


@pytest.mark.parametrize("asked", ASKED, ids=lambda one: one.key)
def test_wrong_stored_answers_are_incomplete_and_shown_without_breaking(db, asked):
    step = step_of(question("only", "short_text"))
    object.__setattr__(step, "questions", (asked,))
    for value in [*WRONG, *HOSTILE[2:]]:
        form = StepForm({asked.key: value}, step=step, reader=Reader("fr"), answers_before={}, uploads={}, stored=True)
        if form.is_valid():
            assert json.loads(json.dumps(form.answers())) == form.answers()
        assert build_step_form(step, language="fr", answers={})(initial={asked.key: value}).body().encode()


def test_digits_of_every_script_are_read_and_look_alikes_are_not(db):
    kept = {}
    for typed in ("12", "١٢", "۱۲", "１２", "𝟏𝟐", "①②", "१२"):
        form = build_step_form(step_of(question("n", "number")), language="fr", answers={})(data={"n": typed})
        kept[typed] = form.answers().get("n") if form.is_valid() else None
    assert kept == {"12": 12, "١٢": 12, "۱۲": 12, "１２": None, "𝟏𝟐": None, "①②": None, "१२": None}
