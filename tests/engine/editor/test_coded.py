"""Choices and conditions as editors leave them."""

import json

import pytest
from django.core.exceptions import ValidationError

from forms_app.engine.editor.coded import CodedField, tidy_choices, tidy_condition
from forms_app.engine.editor.codes import code_from, free_code

from .samples import text


def test_empty_lines_and_spaces_are_dropped() -> None:
    given = [{"value": " one ", "label": {"ar": " واحد ", "fr": "Un", "zgh": ""}}, {"value": "", "label": {"fr": "  "}}, {}]
    assert tidy_choices(given) == [{"value": "one", "label": {"ar": "واحد", "fr": "Un"}}]


def test_a_line_without_a_code_gets_one() -> None:
    given = [{"label": text("Déjà là")}, {"label": text("Déjà là")}, {"label": {"ar": "لا"}}]
    assert [choice["value"] for choice in tidy_choices(given)] == ["deja_la", "deja_la_2", "choice_3"]


def test_help_pictogram_and_recordings_of_a_choice_are_kept() -> None:
    audio = {"darija": {"file": "a.mp3", "sha256": "0", "transcript": "x"}}
    given = [{"value": "one", "label": text("Un"), "hint": {"fr": "Aide", "ar": ""}, "pictogram": "star", "audio": audio, "selected": True}]
    assert tidy_choices(given) == [{"value": "one", "label": text("Un"), "hint": {"fr": "Aide"}, "pictogram": "star", "audio": audio}]


@pytest.mark.parametrize(("codes", "said"), [(["One two"], "One two"), (["a", "a"], "a"), (["é"], "é"), (["-"], "-")])
def test_a_wrong_code_is_named(codes, said) -> None:
    with pytest.raises(ValidationError) as error:
        tidy_choices([{"value": code, "label": text("Un")} for code in codes])
    assert said in error.value.message


def test_too_many_choices() -> None:
    with pytest.raises(ValidationError) as error:
        tidy_choices([{"value": f"c{number}", "label": text("Un")} for number in range(201)])
    assert "200" in error.value.message


ONE, TWO = {"key": "a", "in": ["yes"]}, {"key": "b", "in": ["one", "two"]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, None),
        ({}, None),
        (ONE, ONE),
        ({"key": "", "in": ["yes"]}, None),
        ({"key": "a", "in": []}, None),
        ({"all": [ONE, TWO]}, {"all": [ONE, TWO]}),
        ({"any": [ONE, {"key": "", "in": []}]}, ONE),
        ({"any": []}, None),
        ({"any": [{"all": [ONE, TWO]}, ONE]}, {"any": [{"all": [ONE, TWO]}, ONE]}),
        ({"key": "a", "in": ["<b>", "ok", 1]}, {"key": "a", "in": ["ok", "1"]}),
    ],
)
def test_a_condition_loses_its_empty_parts(given, kept) -> None:
    assert tidy_condition(given) == kept


@pytest.mark.parametrize("typed", ["{", "[1]", '"text"', "7", '{"any": 3}', '{"any": [1]}', "[" * 5000])
def test_what_is_no_condition_is_refused_in_words(typed) -> None:
    with pytest.raises(ValidationError) as error:
        CodedField(element="form-condition", tidy=tidy_condition).clean(typed)
    assert error.value.code == "unreadable"


@pytest.mark.parametrize("typed", ["{", '{"a": 1}', '"text"', "[1]", '[{"value": "a", "label": 1}]'])
def test_what_is_no_list_of_choices_is_refused_in_words(typed) -> None:
    with pytest.raises(ValidationError) as error:
        CodedField(element="form-choices", tidy=tidy_choices).clean(typed)
    assert error.value.code == "unreadable"


def test_the_field_shows_again_what_was_typed_and_what_is_stored() -> None:
    field = CodedField(element="form-condition", tidy=tidy_condition)
    assert (field.prepare_value("{"), json.loads(field.prepare_value(ONE)), field.prepare_value(None)) == ("{", ONE, "")


@pytest.mark.parametrize(
    ("words", "code"), [("Œuvre d’art !", "oeuvre_d_art"), ("Élève", "eleve"), ("سؤال", "otherwise"), ("", "otherwise"), ("a" * 50, "a" * 30)]
)
def test_a_code_is_made_of_french_words(words, code) -> None:
    assert code_from({"fr": words}, "otherwise") == code


def test_a_taken_code_is_numbered() -> None:
    assert [free_code("a", taken) for taken in (set(), {"a"}, {"a", "a_2"})] == ["a", "a_2", "a_3"]
