"""The form of a step: what is asked, what is kept, in which language."""

import copy

import pytest

from forms_app.engine.definition import parse
from forms_app.engine.rechecking import recheck
from forms_app.engine.step_forms import build_step_form
from tests.factories_forms import JISR, POSTED, answers, commune, province

pytestmark = pytest.mark.django_db
DEFINITION = parse(JISR)


def step_form(step: str, data: dict | None = None, *, language: str = "ar", before: dict | None = None, initial: dict | None = None):
    return build_step_form(DEFINITION.step(step), language=language, answers=before or {})(data=data, initial=initial or {})


def test_valid_answers_are_codes_and_plain_text():
    place = commune()
    form = step_form("you", POSTED["you"])
    assert form.is_valid(), form.errors
    assert form.answers() == answers(place)["you"]


def test_an_optional_question_left_empty_is_not_kept():
    form = step_form("situation", {key: value for key, value in POSTED["situation"].items() if key != "health_coverage"})
    assert form.is_valid()
    assert form.answers() == {"disability": "no", "education_level": "primary", "experience": "1_5", "has_idea": "yes"}


@pytest.mark.parametrize(("idea", "asked"), [("yes", ["project", "legal_form", "support_requested", "consent"]), ("not_yet", ["support_requested", "consent"])])
def test_the_project_is_asked_of_those_who_have_one(idea, asked):
    assert list(step_form("project", before={"has_idea": idea}).fields) == asked


def test_a_condition_on_the_same_screen_follows_what_was_just_answered():
    data = copy.deepcopy(JISR)
    data["steps"][2]["questions"].insert(0, data["steps"][1]["questions"].pop())
    step = parse(data).step("project")
    form = build_step_form(step, language="fr", answers={})(data={"has_idea": "not_yet", "support_requested": ["training"], "consent": "on"})
    assert form.is_valid(), form.errors
    assert form.answers() == {"has_idea": "not_yet", "support_requested": ["training"], "consent": "yes"}


def test_only_the_questions_of_the_step_are_kept():
    commune()
    form = step_form("you", POSTED["you"] | {"disability": "yes", "csrfmiddlewaretoken": "x", "is_staff": "1"})
    assert form.is_valid()
    assert sorted(form.answers()) == sorted(POSTED["you"])


def test_labels_are_in_the_language_and_a_missing_one_says_which_it_is_in():
    shown = {language: step_form("you", language=language)["marital_status"].label for language in ("ar", "fr", "zgh")}
    assert shown == {"ar": "الوضعية الاجتماعية", "fr": "Situation familiale", "zgh": '<bdi lang="ar" dir="rtl">الوضعية الاجتماعية</bdi>'}


def test_consent_is_needed():
    form = step_form("project", {"support_requested": ["training"]}, before={"has_idea": "not_yet"})
    assert list(form.errors) == ["consent"]


@pytest.mark.parametrize("typed", ["تيزنيت", "tiznit", "TIZNIT", " Tiznit "])
def test_a_commune_is_found_in_any_spelling(typed):
    place = commune()
    form = step_form("you", POSTED["you"] | {"commune": typed})
    assert form.is_valid(), form.errors
    assert form.answers()["commune"] == place.code


def test_namesakes_are_offered_and_one_is_chosen():
    first = commune("09.581.01.01.", ar="أولاد", fr="Oulad")
    second = commune("09.541.01.01.", of=province("taroudannt", "09.541.", ar="تارودانت", fr="Taroudannt"), ar="أولاد", fr="Oulad")
    form = step_form("you", POSTED["you"] | {"commune": "Oulad"}, language="fr")
    assert not form.is_valid()
    assert list(form.errors) == ["commune_place"]
    assert [label for _code, label in form.fields["commune_place"].choices] == ["Oulad – Taroudannt, Souss-Massa", "Oulad – Tiznit, Souss-Massa"]
    chosen = {code: step_form("you", POSTED["you"] | {"commune": "Oulad", "commune_place": code}) for code in (first.code, second.code)}
    assert {code: form.is_valid() and form.answers()["commune"] for code, form in chosen.items()} == {first.code: first.code, second.code: second.code}


def test_a_place_chosen_for_another_name_does_not_count():
    elsewhere = commune("09.541.01.01.", of=province("taroudannt", "09.541.", ar="تارودانت", fr="Taroudannt"), ar="تارودانت", fr="Taroudannt")
    here = commune()
    form = step_form("you", POSTED["you"] | {"commune_place": elsewhere.code})
    kept = form.answers()["commune"] if form.is_valid() else ""
    assert kept in {"", here.code}


def test_a_saved_commune_is_shown_by_its_name_and_kept_when_nothing_changes():
    place = commune("09.581.01.01.", ar="أولاد", fr="Oulad")
    commune("09.541.01.01.", of=province("taroudannt", "09.541.", ar="تارودانت", fr="Taroudannt"), ar="أولاد", fr="Oulad")
    form = step_form("you", initial={"commune": place.code}, language="fr")
    assert (form["commune"].value(), form["commune_place"].value()) == ("Oulad", place.code)


@pytest.mark.parametrize("typed", ["ملقطخغ", "\ud800", "a" * 500, "'; DROP TABLE", "<script>"])
def test_hostile_places_get_a_message_beside_the_field(typed):
    commune()
    form = step_form("you", POSTED["you"] | {"commune": typed})
    assert not form.is_valid()
    assert set(form.errors) <= {"commune", "commune_place"}


def test_a_draft_is_checked_again_as_a_whole():
    place = commune()
    saved = answers(place)
    kept, incomplete = recheck(DEFINITION, answers=saved, language="fr")
    assert (kept, incomplete) == ({key: value for step in saved.values() for key, value in step.items()}, [])


def test_an_answer_that_a_later_change_hides_is_not_kept():
    saved = answers(commune())
    saved["situation"] = saved["situation"] | {"has_idea": "not_yet"}
    kept, incomplete = recheck(DEFINITION, answers=saved, language="fr")
    assert ("project" in kept, kept["support_requested"], incomplete) == (False, ["training"], [])


def test_what_is_missing_is_named():
    saved = answers(commune())
    del saved["situation"]
    assert recheck(DEFINITION, answers=saved, language="fr")[1] == ["situation"]
