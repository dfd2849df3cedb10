"""Repeating groups: rows come and go by buttons, without JavaScript, and nothing typed is lost or half saved."""

import re

import pytest
from django.utils.translation import override

from forms_app.engine.step_forms import StepForm, build_step_form
from tests.engine.every_type import choices, question, step_of
from tests.engine.test_types import query

WHO = question("who", "short_text")
PARTNERS = question(
    "members",
    "group",
    min_rows=2,
    max_rows=3,
    questions=[WHO, question("role", "choice", required=False, choices=choices("chair", "member")), question("since", "date", required=False)],
)
STEP = step_of(question("name", "short_text"), PARTNERS)


def posted(*names: str, **more: object) -> StepForm:
    rows = {f"members-{row}-who": name for row, name in enumerate(names)}
    return build_step_form(STEP, language="fr", answers={})(data=query({"name": "Coop", "members-rows": str(len(names)), **rows, **more}))


def shown(form: StepForm) -> list[str]:
    """The names in the boxes of the rows, as the page shows them."""
    return re.findall(r'name="members-\d+-who" value="([^"]*)"', form.body())


@pytest.mark.parametrize(
    ("names", "act", "after"),
    [
        (["أمينة", "B"], "add", ["أمينة", "B", ""]),
        (["A", "B", "C"], "add", ["A", "B", "C"]),
        (["A", "B", "C"], "remove:0", ["B", "C"]),
        (["A", "B", "C"], "remove:2", ["A", "B"]),
        (["A"], "remove:0", [""]),
        (["A", "B"], "remove:7", ["A", "B"]),
        (["A", "B"], "remove:-1", ["A", "B"]),
        (["A", "B"], "remove:²", ["A", "B"]),
        (["A", "B"], "burn", ["A", "B"]),
    ],
)
def test_a_button_changes_the_rows_and_keeps_what_was_typed(names, act, after):
    form = posted(*names, **{"group:members": act})
    assert (form.is_valid(), dict(form.errors), shown(form)) == (False, {}, after)
    assert 'name="name" value="Coop"' in form.body()


def test_every_part_of_a_row_moves_with_it():
    dated = {"members-1-since-day": "7", "members-1-since-month": "13", "members-1-since-year": "1990", "members-1-role": "chair"}
    body = posted("A", "B", **dated, **{"group:members": "remove:0"}).body()
    assert re.findall(r'name="members-0-since-\w+" id="[^"]*" value="([^"]*)"', body) == ["7", "13", "1990"]
    assert re.findall(r'value="(\w+)" checked', body) == ["chair"]
    assert "aria-invalid" not in body, "a row that only moved was checked"


def test_a_button_of_no_group_of_this_step_is_an_ordinary_sending():
    assert posted("A", "B", **{"group:others": "add"}).is_valid()


def test_empty_rows_are_left_out():
    form = posted("A", "", "C")
    assert (form.is_valid(), form.answers()) == (True, {"name": "Coop", "members": [{"who": "A"}, {"who": "C"}]})


def test_too_few_rows_are_counted():
    form = posted("A", "")
    with override("en"):
        assert (form.is_valid(), form.errors["members"]) == (False, ["Fill in at least 2 of these."])


def test_a_group_that_is_needed_is_missed():
    form = posted("", "")
    with override("en"):
        assert form.errors["members"] == ["This answer is missing."]


def test_a_group_that_nobody_must_fill_in_may_be_left_empty_and_not_half_full():
    step = step_of(PARTNERS | {"required": False})
    left, half = (build_step_form(step, language="fr", answers={})(data=query({"members-rows": "2", "members-0-who": name})) for name in ("", "A"))
    assert (left.is_valid(), left.answers(), half.is_valid()) == (True, {}, False)


def test_a_wrong_row_is_named_above_and_marked_in_its_place():
    form = posted("A", "B", "", **{"members-2-since-day": "7"})
    with override("en"):
        assert form.errors["members"] == ["Number 3, who en français: This answer is missing."]
    wrong = [name for name, rest in re.findall(r'name="(members-[^"]*)"([^>]*)', form.body()) if "aria-invalid" in rest]
    assert wrong == ["members-2-who", "members-2-since-month"]


def test_a_wrong_row_is_named_in_arabic_where_its_question_has_no_amazigh():
    who = WHO | {"label": {"ar": "من <هي>؟", "fr": "Qui ?"}}
    step = step_of(question("members", "group", questions=[who, question("since", "date", required=False)]))
    form = build_step_form(step, language="zgh", answers={})(data=query({"members-rows": "1", "members-0-since-day": "7"}))
    (said,) = form["members"].errors
    assert '<bdi lang="ar" dir="rtl">من &lt;هي&gt;؟</bdi>' in said
    assert "&lt;bdi" not in form.body()


@pytest.mark.parametrize("rows", ["99999999999", "-1", "x", "\u0663", ""])
def test_no_more_rows_are_read_than_there_may_be(rows):
    form = posted("A", "B", "C", "D", **{"members-rows": rows})
    assert len(shown(form)) in {1, 3}


def test_saved_rows_are_shown_with_room_for_those_still_needed():
    form = build_step_form(STEP, language="fr", answers={})(initial={"members": [{"who": "<A>", "since": "2020-02-01"}]})
    assert shown(form) == ["&lt;A&gt;", ""]
    assert re.findall(r'name="members-0-since-\w+" id="[^"]*" value="([^"]*)"', form.body()) == ["1", "2", "2020"]


def test_enter_in_a_box_saves_and_removes_nothing():
    """A browser presses the first button of the form: it must be the one that goes on."""
    assert re.search(r"<button([^>]*)>", posted("A", "B").body())[1] == ' class="hidden" tabindex="-1" aria-hidden="true"'


def test_names_of_boxes_are_unique():
    ids = re.findall(r' id="([^"]+)"', posted("A", "B").body())
    assert sorted(set(ids)) == sorted(ids)
