"""The screen of one step: showing, saving, being told, previewing."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from forms_app.engine.definition import fingerprint
from forms_app.engine.editor import acts
from forms_app.engine.models import FormDefinition, FormVersion
from portal.core.models import Role

from .posting import posted
from .samples import enter, form, newest, person, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    return enter(person(Role.PROGRAMME_MANAGER))


def step_url(made: FormDefinition, key: str = "words") -> str:
    return reverse("form_editor:step", args=[made.pk, key])


def preview_url(made: FormDefinition, key: str, language: str) -> str:
    return reverse("form_editor:preview_step", args=[made.pk, key, language])


@pytest.mark.parametrize("key", ["words", "numbers", "rest"])
def test_saving_a_screen_as_it_was_opened_changes_nothing(key, made, manager) -> None:
    before = newest(made).step(key)
    response = manager.post(step_url(made, key), posted(before))
    assert (response.status_code, response.headers.get("Location")) == (302, step_url(made, key))
    assert newest(made).step(key) == before
    assert newest(made).as_json() == made.as_json()


def test_what_is_typed_is_saved_in_its_languages(made, manager) -> None:
    changes = {
        "title_ar": "عنوان",
        "title_fr": "Titre",
        "questions-0-value-label_zgh": "ⵉⵙⵎ",
        "questions-2-value-choices": json.dumps([{"label": text("Seul")}]),
    }
    manager.post(step_url(made), posted(made.step("words"), **changes))
    saved = newest(made).step("words")
    assert saved["title"] == {"ar": "عنوان", "fr": "Titre"}
    assert saved["questions"][0]["label"] == {**text("Court"), "zgh": "ⵉⵙⵎ"}
    assert saved["questions"][2]["choices"] == [{"value": "seul", "label": text("Seul")}]
    made.refresh_from_db()
    assert made.step("words")["title"] == text("Des mots")


def test_questions_are_put_in_the_order_of_the_screen_and_removed(made, manager) -> None:
    manager.post(step_url(made), posted(made.step("words"), **{"questions-0-order": "9", "questions-1-deleted": "1"}))
    assert [question["key"] for question in newest(made).step("words")["questions"]] == ["one_of", "some_of", "short"]


def test_a_draft_may_lack_languages(made, manager) -> None:
    manager.post(step_url(made), posted(made.step("words"), title_fr="", **{"questions-0-value-label_fr": ""}))
    saved = newest(made).step("words")
    assert (saved["title"], saved["questions"][0]["label"]) == ({"ar": "كلمات"}, {"ar": "كلمات"})
    page = manager.get(step_url(made)).content.decode()
    assert len(re.findall(r"<li>\s*كلمات › كلمات", page)) == 1
    assert FormVersion.objects.count() == 1


def test_a_new_code_of_the_step_changes_its_address(made, manager) -> None:
    response = manager.post(step_url(made), posted(made.step("words"), key="first_words"))
    assert response.headers["Location"] == step_url(made, "first_words")
    assert manager.get(step_url(made)).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "numbers"},
        {"key": "check"},
        {"key": "Two words"},
        {"questions-1-value-key": "short"},
        {"questions-1-value-key": "tel"},
        {"questions-1-value-key": "É"},
        {"questions-2-value-choices": "["},
        {"questions-0-value-max_length": "many"},
        {"show_if": "["},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept_on_the_screen(changes, made, manager) -> None:
    response = manager.post(step_url(made), posted(made.step("words"), title_fr="Gardé", **changes))
    assert (response.status_code, response.context["screen"]["title"].value()[1]) == (200, "Gardé")
    assert response.context["screen"].errors != {}
    assert (newest(made).step("words"), made.revisions.count()) == (made.step("words"), 1)


def test_two_questions_of_one_list_have_two_codes(made, manager) -> None:
    response = manager.post(step_url(made, "numbers"), posted(made.step("numbers"), **{"questions-4-value-questions-1-value-key": "name"}))
    (said,) = response.context["screen"].non_field_errors()
    assert ("members.name" in said, made.revisions.count()) == (True, 1)


def test_the_second_of_two_editors_sees_the_clash_and_decides(made, manager) -> None:
    opened = posted(made.step("words"))
    first = person(Role.PROGRAMME_MANAGER)
    enter(first).post(step_url(made), {**opened, "title_fr": "De la première"})
    response = manager.post(step_url(made), {**opened, "title_fr": "De la seconde"})
    assert response.status_code == 409
    assert [(change.before, change.after) for change in response.context["conflict"]] == [("De la première", "De la seconde")]
    assert response.context["theirs"].user == first
    assert newest(made).step("words")["title"]["fr"] == "De la première"
    assert (response.context["screen"]["title"].value()[1], response.content.decode().count('name="replace"')) == ("De la seconde", 1)
    manager.post(step_url(made), {**opened, "title_fr": "De la seconde", "replace": "1"})
    assert newest(made).step("words")["title"]["fr"] == "De la seconde"


def test_what_was_written_in_a_step_that_somebody_removed_stays_on_the_screen(made, manager) -> None:
    opened = posted(made.step("words"), title_fr="Longuement écrit")
    acts.remove_step(form=made.pk, step="words", by=person(Role.PROGRAMME_MANAGER))
    response = manager.post(step_url(made), opened)
    screen = response.context["screen"]
    assert (response.status_code, screen["title"].value()[1], "Court" in response.content.decode()) == (409, "Longuement écrit", True)
    assert [step["key"] for step in newest(made).steps] == ["numbers", "rest"]


def test_the_first_editor_saves_twice_without_a_clash_with_herself(made, manager) -> None:
    manager.post(step_url(made), posted(made.step("words"), title_fr="Une fois"))
    response = manager.post(step_url(made), posted(newest(made).step("words"), title_fr="Deux fois"))
    assert (response.status_code, newest(made).step("words")["title"]["fr"]) == (302, "Deux fois")


@pytest.mark.parametrize(("language", "words", "direction"), [("ar", "من جديد", "rtl"), ("fr", "À nouveau", "ltr"), ("zgh", "ⴷⴰⵖ", "ltr")])
def test_a_preview_shows_what_is_on_the_screen_and_saves_nothing(language, words, direction, made, manager) -> None:
    changes = {"title_ar": "من جديد", "title_fr": "À nouveau", "title_zgh": "ⴷⴰⵖ"}
    response = manager.post(preview_url(made, "words", language), posted(made.step("words"), **changes))
    page = response.content.decode()
    assert page.count(f'<html lang="{language}" dir="{direction}"') == 1
    assert page.count(f'<h1 class="mt">{words}</h1>') == 1
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert (made.revisions.count(), newest(made).as_json()) == (1, made.as_json())


def test_a_preview_shows_conditional_questions_and_steps(made, manager) -> None:
    form_shown = manager.get(preview_url(made, "numbers", "fr")).context["steps"][0]
    assert [question.key for question in form_shown["step"].questions] == ["how_many", "how_much", "born", "agree", "members", "costs", "sum"]
    assert "agree" in form_shown["form"].fields


def test_a_preview_of_what_cannot_be_read_says_so(made, manager) -> None:
    response = manager.post(preview_url(made, "words", "fr"), posted(made.step("words"), **{"questions-2-value-choices": "["}))
    assert response.templates[0].name == "engine/admin/no_preview.html"


@pytest.mark.parametrize("total_of", ["costs.nothing", "how_many.amount", "nowhere.amount"])
def test_a_total_of_nothing_that_is_there_may_be_looked_at_and_is_told(total_of, made, manager) -> None:
    changed = posted(made.step("numbers"), **{"questions-6-value-total_of": total_of})
    assert manager.post(preview_url(made, "numbers", "fr"), changed).status_code == 200
    manager.post(step_url(made, "numbers"), changed)
    assert [(found.question, total_of in found.text) for found in manager.get(step_url(made, "numbers")).context["missing"]] == [("sum", True)]


def test_a_preview_in_an_unknown_language_or_step(made, manager) -> None:
    assert manager.get(preview_url(made, "words", "xx")).content.decode().count('<html lang="ar"') == 1
    assert manager.get(preview_url(made, "nowhere", "fr")).status_code == 404


def test_a_step_costs_the_same_queries_with_5_and_with_25_questions(manager, django_assert_max_num_queries) -> None:
    questions = [{"key": f"q{number}", "type": "short_text", "label": text(f"Question {number}")} for number in range(25)]
    small = form("small", {"title": text("Petit"), "steps": [{"key": "a", "title": text("A"), "questions": questions[:5]}]})
    large = form("large", {"title": text("Grand"), "steps": [{"key": "a", "title": text("A"), "questions": questions}]})
    for made in (small, large):
        manager.get(step_url(made, "a"))
        with django_assert_max_num_queries(20):
            manager.get(step_url(made, "a"))
        with django_assert_max_num_queries(24):
            manager.post(step_url(made, "a"), posted(made.step("a")))


def test_a_seen_mark_of_the_screen_is_the_fingerprint_of_the_step(made, manager) -> None:
    assert manager.get(step_url(made)).context["screen"]["seen"].value() == fingerprint(made.step("words"))
