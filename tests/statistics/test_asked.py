"""Who has no answer of a field, by the forms: asked of nobody, left empty, asked under a condition, or told by another field."""

import pytest

from forms_app.engine.definition import Definition, parse
from forms_app.engine.loaders import CONTENT
from forms_app.statistics.asked import missing_from
from forms_app.statistics.dictionary import KIND, dictionary
from forms_app.statistics.protect import Missing
from portal.core.yaml_files import read_yaml

FIELDS = [field.name for field in dictionary().fields if field.name != KIND]
NOBODY, OWN, SHARED = Missing.NOBODY, Missing.OWN, Missing.SHARED
IDEA = {"key": "has_idea", "in": ["yes"]}
NOT_YET = {"key": "has_idea", "in": ["yes", "not_yet"]}
HAS_IDEA = {"key": "has_idea", "type": "choice"}


def asking(*questions: dict, step_if: dict | None = None) -> Definition:
    """A form of two steps; a question is named by what it fills."""
    named = [{"type": "choice", "label": {}} | question for question in questions]
    first = [question for question in named if question["key"] == "has_idea"]
    rest = [question for question in named if question not in first]
    steps = [{"key": "first", "title": {}, "questions": first}, {"key": "second", "title": {}, "questions": rest, "show_if": step_if}]
    return parse({"title": {}, "steps": steps})


def fills(standard: str, **values: object) -> dict:
    return {"key": standard, "standard": standard, **values}


def test_the_form_of_women_as_it_is_shipped():
    """The category of who applies is filled from the legal form, and has no row."""
    jisr = parse(read_yaml(CONTENT / "jisr_registration.yaml"))
    left_empty = dict.fromkeys(("person", "disability", "health_coverage", "registered_before"), OWN)
    with_an_idea = dict.fromkeys(("project_stage", "legal_form"), SHARED)
    others = dict.fromkeys(set(FIELDS) - {"applicant_kind"}, NOBODY)
    assert missing_from([jisr], FIELDS) == others | left_empty | with_an_idea


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        ([fills("experience")], {"experience": NOBODY}),
        ([fills("experience", required=False)], {"experience": OWN}),
        ([HAS_IDEA, fills("experience", show_if=IDEA)], {"experience": OWN}),
        ([HAS_IDEA, fills("experience", show_if=IDEA), fills("legal_form", show_if=IDEA)], {"experience": SHARED, "legal_form": SHARED}),
        ([HAS_IDEA, fills("experience", show_if=NOT_YET), fills("legal_form", show_if=IDEA)], {"experience": OWN}),
        ([HAS_IDEA, fills("experience", show_if=IDEA, required=False), fills("legal_form", show_if=IDEA)], {"experience": OWN}),
        ([fills("support_requested", type="multiple", required=False)], {"wants_training": SHARED, "wants_accompaniment": SHARED}),
        ([fills("experience"), fills("legal_form", show_if={"key": "experience", "in": ["none"]})], {"experience": NOBODY}),
        ([fills("experience"), HAS_IDEA | {"show_if": {"key": "experience", "in": ["none"]}}, fills("legal_form", show_if=IDEA)], {"experience": NOBODY}),
        ([fills("experience", required=False), fills("experience", required=False, key="again")], {}),
        ([fills("legal_form"), fills("applicant_kind")], {"applicant_kind": NOBODY, "legal_form": NOBODY}),
        ([fills("legal_form"), fills("applicant_kind", required=False)], {"legal_form": NOBODY}),
    ],
)
def test_what_one_form_says(questions, expected):
    assert missing_from([asking(*questions)], FIELDS) == {"filled_by": NOBODY} | expected


def test_a_step_has_a_condition_too():
    form = asking(HAS_IDEA, fills("experience"), fills("legal_form"), step_if=IDEA)
    assert missing_from([form], FIELDS) == {"filled_by": NOBODY, "experience": SHARED, "legal_form": SHARED}


def test_two_forms_of_which_one_does_not_ask():
    """Who filled in the shorter form is in no other row, or is in two."""
    longer = asking(fills("experience"), fills("legal_form"), fills("disability", type="yes_no"))
    shorter = asking(fills("disability", type="yes_no"))
    always = {"filled_by": NOBODY, "disability": NOBODY}
    assert missing_from([longer, shorter], FIELDS) == always | {"experience": SHARED, "legal_form": SHARED}
    assert missing_from([longer, shorter], ["filled_by", "disability", "experience"]) == always | {"experience": OWN}


def test_groups_of_women_that_partly_overlap_are_not_told_apart():
    """Their difference would be those who left it empty: the gap that most fields have is kept."""
    longer = asking(fills("experience", required=False), fills("legal_form"), fills("disability", type="yes_no"))
    shorter = asking(fills("marital_status"))
    known = missing_from([longer, shorter], ["experience", "legal_form", "disability"])
    assert known == {"legal_form": SHARED, "disability": SHARED}
