"""Nothing is lost between the definition and the blocks of a screen."""

import hashlib
from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from forms_app.engine.definition import problems
from forms_app.engine.editor.questions import Questions, Rules
from forms_app.engine.editor.shape import questions_to_stream, rules_to_stream, stream_to_questions, stream_to_rules
from forms_app.engine.editor.words import STANDARD, TYPES
from forms_app.engine.shapes import QUESTION_TYPES
from forms_app.engine.standard_fields import STANDARD_FIELDS
from tests.engine.shipped import SHIPPED
from tests.factories_forms import JISR

from .samples import everything, text


def there_and_back(questions: list[dict], **options: object) -> list[dict]:
    return stream_to_questions(questions_to_stream(questions, Questions()), **options)


def test_every_type_of_question_has_its_block() -> None:
    assert set(TYPES) == QUESTION_TYPES == set(Questions().child_blocks)


def test_every_standard_field_has_a_name_on_the_screen() -> None:
    assert set(STANDARD) == set(STANDARD_FIELDS)


def test_the_sample_has_every_type_and_may_be_published() -> None:
    data = everything()
    assert {question["type"] for step in data["steps"] for question in step["questions"]} == QUESTION_TYPES
    assert problems(data) == []


@pytest.mark.parametrize("step", range(3))
def test_questions_go_through_the_screen_unchanged(step, db) -> None:
    questions = everything()["steps"][step]["questions"]
    assert there_and_back(questions) == questions


@pytest.mark.parametrize("step", range(len(JISR["steps"])))
def test_the_shipped_form_goes_through_the_screen_unchanged(step, db) -> None:
    questions = JISR["steps"][step]["questions"]
    assert there_and_back(questions) == questions


@pytest.mark.parametrize("name", SHIPPED)
def test_what_the_portal_ships_goes_through_the_screen_unchanged(name, db) -> None:
    questions = [question for step in SHIPPED[name]["steps"] for question in step["questions"]]
    assert there_and_back(questions, before=questions) == questions


def test_rules_go_through_the_screen_unchanged() -> None:
    rules = everything()["rules"]
    assert stream_to_rules(rules_to_stream(rules, Rules())) == rules


def test_entries_the_screen_does_not_know_are_kept(db) -> None:
    questions = everything()["steps"][0]["questions"]
    questions[0]["of_tomorrow"] = {"a": 1}
    changed = deepcopy(questions)
    del changed[0]["of_tomorrow"]
    changed[0]["label"] = text("Autre")
    after = there_and_back(changed, before=questions)
    assert after[0] == {**changed[0], "of_tomorrow": {"a": 1}}
    assert after[1:] == questions[1:]


def test_a_question_without_a_code_gets_one_from_its_french_words(db) -> None:
    questions = [
        {"key": "", "type": "short_text", "label": text("Nom de l’école"), "required": False},
        {"key": "", "type": "short_text", "label": text("Nom de l’école")},
        {"key": "", "type": "short_text", "label": {"ar": "الاسم"}},
    ]
    assert [one["key"] for one in there_and_back(questions, taken={"nom_de_l_ecole_2"})] == ["nom_de_l_ecole", "nom_de_l_ecole_3", "question_3"]


def test_a_recording_names_its_file_and_its_fingerprint(db) -> None:
    document = get_document_model()(title="Question lue")
    document.file.save("question.mp3", ContentFile(b"sound"))
    document.save()
    recording = {"file": document.file.name, "sha256": hashlib.sha256(b"sound").hexdigest(), "transcript": text("Comment vous appelez-vous")}
    questions = [{"key": "name", "type": "short_text", "label": text("Nom"), "audio": {"darija": recording}}]
    assert there_and_back(questions) == questions
    assert there_and_back([{**questions[0], "audio": {"darija": {**recording, "sha256": "of another file"}}}]) == questions


def test_a_recording_whose_file_is_gone_keeps_its_words(db) -> None:
    gone = {"file": "documents/gone.mp3", "sha256": "0" * 64, "transcript": text("Comment vous appelez-vous")}
    questions = [{"key": "name", "type": "short_text", "label": text("Nom"), "audio": {"darija": gone}}]
    assert there_and_back(questions)[0]["audio"] == {"darija": {**gone, "file": "", "sha256": ""}}


def test_a_new_question_has_no_recording_yet_and_must_be_answered() -> None:
    fresh = Questions().child_blocks["short_text"].get_default()
    assert (len(fresh["audio"]), fresh["required"], fresh["label"]) == (0, True, {})
