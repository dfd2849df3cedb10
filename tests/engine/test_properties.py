"""Random forms and random answers: what must hold for all of them."""

import copy
import json
from itertools import takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_app.engine.conditions import holds
from forms_app.engine.definition import Definition, Step, canonical, fingerprint, parse, problems, warnings
from forms_app.engine.rechecking import recheck
from forms_app.engine.step_forms import build_step_form
from tests.engine.every_type import EVERY, choices, form_of, question
from tests.engine.test_types import query

many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
CODES = ("a", "b", "c")
#: Types that need no database, with what makes each sound.
TYPES = {
    "short_text": {"max_length": 20},
    "long_text": {},
    "number": {"min": 0, "max": 100},
    "money": {"min": "0.50"},
    "date": {"min": "1950-01-01", "max": "2030-12-31"},
    "choice": {"choices": choices(*CODES)},
    "multiple": {"choices": choices(*CODES), "min": 1, "max": 2},
    "yes_no": {},
    "phone": {},
    "email": {},
    "cin": {},
    "ice": {},
    "consent": {},
    "information": {},
    "group": {"questions": [question("who", "short_text"), question("n", "number", required=False, max=9)], "max_rows": 3},
}
CODED = {"choice": CODES, "multiple": CODES, "yes_no": ("yes", "no"), "consent": ("yes", "no")}
WORDS = st.one_of(
    st.sampled_from(
        ["", "a", "b", "yes", "no", "on", "12", "٣", "1 250,50", "1990-03-07", "0612345678", "AB123456", "x@y.org", "001561191000066", "\x00", "\u202e"]
    ),
    st.text(max_size=30),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "steps", "questions", "key", "type", "label", "ar", "fr", "if", "in", "all", "any", "min", "x"]), inside, max_size=5
        )
    ),
    max_leaves=25,
)


@st.composite
def forms(draw: st.DrawFn) -> dict:
    """A sound definition: up to four steps, conditions on what was asked before."""
    coded: dict[str, tuple[str, ...]] = {}
    steps = []
    for number in range(draw(st.integers(1, 4))):
        asked = []
        for place in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(sorted(TYPES)))
            one = question(f"q{number}_{place}", kind, **TYPES[kind], required=draw(st.booleans()))
            if coded and draw(st.booleans()):
                one["show_if"] = draw(conditions(coded))
            if kind in CODED:
                coded[one["key"]] = CODED[kind]
            asked.append(one)
        steps.append(asked)
    return form_of(*steps)


def conditions(coded: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict]:
    plain = st.sampled_from(sorted(coded)).flatmap(
        lambda key: st.fixed_dictionaries({"key": st.just(key), "in": st.lists(st.sampled_from(coded[key]), min_size=1, unique=True)})
    )
    return plain | st.builds(lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), st.lists(plain, min_size=1, max_size=3))


@st.composite
def postings(draw: st.DrawFn, data: dict) -> dict[str, dict[str, list[str]]]:
    """Something posted to each step, sensible or not."""
    posted = {}
    for step in data["steps"]:
        fields = {}
        for one in step["questions"]:
            names = [one["key"]]
            if one["type"] == "group":
                names = [f"{one['key']}-rows", *(f"{one['key']}-{row}-{inner}" for row in range(3) for inner in ("who", "n"))]
                fields[names.pop(0)] = [draw(st.sampled_from(["0", "2", "3", "99", "x"]))]
            elif one["type"] == "date" and draw(st.booleans()):
                names = [f"{one['key']}-{part}" for part in ("day", "month", "year")]
            for name in names:
                if draw(st.booleans()):
                    fields[name] = draw(st.lists(WORDS, min_size=1, max_size=3))
        posted[step["key"]] = fields
    return posted


def walk(data: dict, posted: dict) -> tuple[dict[str, dict], dict[str, object]]:
    """Answers by step and flat, of somebody who sends every step on her way."""
    form, kept, by_step = parse(data), {}, {}
    for step in form.steps:
        if step.shown(kept):
            bound = build_step_form(step, language="fr", answers=kept)(data=query(posted[step.key]))
            if bound.is_valid():
                by_step[step.key] = bound.answers()
                kept |= by_step[step.key]
            else:
                assert bound.errors
                assert bound.body(), "a wrong step can be shown again"
    return by_step, kept


def _saved_first(form: Definition, by_step: dict[str, dict], kept: dict[str, object]) -> list[Step]:
    """The steps saved before the first one that she met and did not save."""
    met = [step for step in form.steps if step.shown(kept)]
    return list(takewhile(lambda step: step.key in by_step, met))


@many
@given(st.data())
def test_what_was_kept_stays_kept_whatever_the_form(data):
    form = data.draw(forms())
    assert problems(form) == []
    by_step, kept = walk(form, data.draw(postings(form)))
    again, incomplete = recheck(parse(form), answers=by_step, language="ar")
    once_more = recheck(
        parse(form), answers={step.key: {one.key: again[one.key] for one in step.questions if one.key in again} for step in parse(form).steps}, language="zgh"
    )
    # Up to the first step she has not saved, all is as it was. Of a step not saved, only boxes that nobody ticked are known.
    first = _saved_first(parse(form), by_step, kept)
    before = {one.key for step in first for one in step.questions}
    assert {key: value for key, value in again.items() if key in before} == {key: value for key, value in kept.items() if key in before}
    assert {again[key] for key in again.keys() - {key for answers in by_step.values() for key in answers}} <= {"no"}
    assert once_more[0] == again
    assert set(incomplete).isdisjoint(step.key for step in first if by_step[step.key])


@many
@given(st.data())
def test_only_what_is_asked_is_kept_and_what_is_needed_is_there(data):
    form = data.draw(forms())
    by_step, kept = walk(form, data.draw(postings(form)))
    for step in parse(form).steps:
        for one in step.questions if step.key in by_step else ():
            asked = holds(one.show_if, kept)
            if not asked:
                assert one.key not in kept
            elif one.required and one.type != "information":
                assert one.key in kept
            if one.key in kept and one.type == "number":
                assert 0 <= kept[one.key] <= 100
            if one.key in kept and one.type == "multiple":
                assert 1 <= len(set(kept[one.key])) == len(kept[one.key]) <= 2
            if one.key in kept and one.type == "date":
                assert "1950-01-01" <= kept[one.key] <= "2030-12-31"
    assert json.loads(json.dumps(kept)) == kept, "kept answers are plain JSON"


@many
@given(JSON)
def test_no_json_whatever_breaks_the_examination(data):
    assert isinstance(problems(data), list)
    assert isinstance(warnings(data), list)


@many
@given(st.data())
def test_a_form_damaged_anywhere_is_examined_to_its_end(data):
    form = copy.deepcopy(EVERY)
    node: object = form
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(JSON)
    found = problems(form)
    if not found:
        assert len(fingerprint(form)) == 64
        assert parse(json.loads(canonical(form))).steps[0].key == parse(form).steps[0].key
    assert all(str(one) for one in [*found, *warnings(form)])


@pytest.mark.parametrize("value", [None, [], "", 0, "x" * 100_000, {"steps": []}, {"title": {"ar": "\ud800", "fr": "\x00"}, "steps": [{}]}])
def test_nothing_that_is_no_form_may_be_published(value):
    assert problems(value)


def test_a_condition_too_deep_to_understand_is_refused():
    data = form_of([question("idea", "yes_no")], [question("what", "short_text")])
    test: dict = {"key": "idea", "in": ["yes"]}
    for _each in range(500):
        test = {"all": [test]}
    data["steps"][1]["show_if"] = test
    assert [one.place for one in problems(data)][:1] == ["step2.show_if.1.1.1"]
