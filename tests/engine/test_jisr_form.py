"""The registration form of women with a project: short, sourced, complete in Arabic and French, true in Amazigh."""

import re
from pathlib import Path

import pytest

import forms_app.engine
from forms_app.engine.definition import matching_rules, parse, sensitive_keys
from forms_app.engine.rechecking import recheck
from portal.core.yaml_files import read_yaml
from tests.engine.shipped import SHIPPED
from tests.factories_forms import commune

ROOT = Path(forms_app.engine.__file__).parents[2]
FORM = parse(SHIPPED["jisr_registration"])
#: Answers that make the way as long as it can be, and those of a woman without an idea.
LONGEST = {"filled_by": "centre", "has_idea": "yes", "registered_before": "yes", "phone_owner": "mine", "legal_form": "cooperative"}
NO_IDEA = {"filled_by": "self", "has_idea": "not_yet", "phone_owner": "mine"}

#: The least a woman may answer and still send: no card, no birth date, no e-mail, no document.
LEAST = {
    "begin": {"filled_by": "self", "has_idea": "not_yet"},
    "you": {"full_name": "فاطمة أيت الحاج", "phone_owner": "helper"},
    "contact": {"helper_phone": "+212612345678", "rural_urban": "rural"},
    "family": {"marital_status": "widowed", "head_of_household": "yes"},
    "background": {"education_level": "none", "experience": "none"},
    "project": {"project_sector": "crafts"},
    "support": {"support_requested": ["training"]},
    "agreement": {"consent": "yes"},
}


def asked(answers: dict[str, str]) -> list:
    """The questions on the way of somebody who answered this."""
    return [question for step in FORM.shown_steps(answers) for question in step.questions if question.asked(answers)]


def test_it_is_short():
    questions = [question for question in FORM.questions() if question.type != "information"]
    assert (len(questions), sum(question.required for question in questions)) == (30, 18)


def test_no_screen_has_more_than_five_questions():
    assert {step.key: len(step.questions) for step in FORM.steps} == {
        "begin": 3,
        "you": 5,
        "contact": 5,
        "family": 4,
        "background": 3,
        "project": 4,
        "team": 2,
        "support": 2,
        "agreement": 2,
    }


@pytest.mark.parametrize(("answers", "screens", "questions", "required"), [(LONGEST, 9, 29, 17), (NO_IDEA, 8, 22, 14)], ids=["longest", "no idea yet"])
def test_a_way_through_it(answers, screens, questions, required):
    way = asked(answers)
    assert (len(FORM.shown_steps(answers)), len(way), sum(question.required for question in way)) == (screens, questions, required)


def test_without_an_idea_the_project_is_one_question():
    step = FORM.step("project")
    assert [question.key for question in step.questions if question.asked(NO_IDEA)] == ["project_sector"]


@pytest.mark.parametrize(("owner", "number"), [("mine", "phone"), ("family", "phone"), ("helper", "helper_phone")])
def test_a_helpers_number_has_a_field_of_its_own(owner, number):
    answers = LONGEST | {"phone_owner": owner}
    assert [question.key for question in asked(answers) if question.type == "phone"] == [number]


def test_an_agreement_is_in_no_language_nobody_has_read():
    """A woman agrees to what a reader has checked: no Amazigh consent before that (docs/decisions/430)."""
    consents = [question for question in FORM.questions() if question.type == "consent"]
    assert {(question.key, "zgh" in question.label or "zgh" in question.text) for question in consents} == {("consent", False), ("messages", False)}


def test_the_notice_says_the_same_in_both_languages():
    notice = FORM.question("consent").text
    found = {language: (sorted(re.findall(r"\{(\w+)\}", words)), words.count("\n\n")) for language, words in notice.items()}
    names = ["authorisation", "contact", "controller", "retention"]
    assert found == {"ar": (names, 6), "fr": (names, 6)}


def test_what_is_nobodys_affair_is_marked():
    who = {"full_name", "cin", "birth_date", "phone_owner", "phone", "helper_phone", "email"}
    situation = {"marital_status", "head_of_household", "disability", "health_coverage"}
    assert sensitive_keys(FORM) == who | situation | {"members", "documents"}


def test_all_but_six_questions_fill_a_column():
    renamed = {question.standard: question.key for question in FORM.questions() if question.standard not in {"", question.key}}
    free = {question.key for question in FORM.questions() if not question.standard}
    assert (free, renamed) == ({"has_idea", "project", "predecessor", "members", "documents", "consent"}, {"wants_messages": "messages"})


@pytest.mark.parametrize(("idea", "answer"), [("yes", "yes"), ("not_yet", "committee"), ("trade", "elsewhere")])
def test_every_woman_is_told_where_she_stands(idea, answer):
    assert matching_rules(FORM, {"filled_by": "self", "has_idea": idea})[0].answer == answer


def test_no_rule_looks_at_age_income_or_schooling():
    """The sources give no threshold for Jisr: none may come in by a condition."""
    looked_at = {leaf.key for rule in FORM.rules for leaf in rule.test.leaves()}
    assert looked_at == {"has_idea", "filled_by", "disability", "project_sector", "legal_form"}


def test_rules_cite_the_guide_and_lead_to_pages_that_exist():
    slugs = {read_yaml(path)["slug"] for path in ROOT.glob("*/content/pages/*.yaml")}
    lost = {rule.link for rule in FORM.rules if rule.link and rule.link.strip("/").split("/")[-1] not in slugs}
    unsourced = [rule.text["fr"] for rule in FORM.rules if not rule.source.startswith("guide: ")]
    assert (lost, unsourced) == ({"calls/"}, [])  # the list of calls is no page of the tree


@pytest.mark.django_db
def test_the_required_answers_are_enough():
    answers = LEAST | {"contact": LEAST["contact"] | {"commune": commune().code}}
    expected = {key: value for step in answers.values() for key, value in step.items()} | {"messages": "no"}
    assert recheck(FORM, answers=answers, language="ar") == (expected, [])


@pytest.mark.django_db
def test_without_her_agreement_nothing_is_complete():
    answers = LEAST | {"contact": LEAST["contact"] | {"commune": commune().code}, "agreement": {"messages": "yes"}}
    assert recheck(FORM, answers=answers, language="ar")[1] == ["agreement"]
