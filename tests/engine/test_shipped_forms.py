"""What every shipped form is: short, sourced, complete in Arabic and French, true in Amazigh; and that what was published stays as it was."""

import re

import pytest

from forms_app.engine.definition import fingerprint, parse, problems
from tests.engine.shipped import SHIPPED, known_words, texts

TIFINAGH = re.compile(r"[\u2d30-\u2d7f]+")
ARABIC = re.compile(r"[\u0600-\u06ff]")
every_form = pytest.mark.parametrize("data", SHIPPED.values(), ids=SHIPPED)


def test_the_forms_of_the_portal():
    assert list(SHIPPED) == ["association_interest", "jisr_registration", "mourafaka_cooperative"]


def test_the_registration_form_is_the_version_that_was_published():
    """Whatever the engine learns, a version keeps its fingerprint: drafts and files point at it."""
    assert fingerprint(SHIPPED["jisr_registration"]) == "44a6f7e76642610e94ee7f9b87f74c56c4ecafbf6b27e6edec23e9ac27ee683b"


@every_form
def test_it_may_be_published(data):
    assert [str(problem) for problem in problems(data)] == []


@every_form
def test_no_screen_has_more_than_five_questions(data):
    assert [step["key"] for step in data["steps"] if len(step["questions"]) > 5] == []


@every_form
def test_nothing_appears_while_another_question_of_the_screen_is_answered(data):
    late = [
        question.key
        for step in parse(data).steps
        for question in step.questions
        if question.show_if and {leaf.key for leaf in question.show_if.leaves()} & {other.key for other in step.questions}
    ]
    assert late == []


@every_form
def test_every_question_says_where_it_comes_from(data):
    assert [question.key for question in parse(data).questions() if not re.match(r"(guide|contact|law|call|mourafaka): \S", question.source)] == []


@every_form
def test_arabic_and_french_are_complete(data):
    assert [place for place, text in texts(data) if not (text.get("ar", "").strip() and text.get("fr", "").strip())] == []


@every_form
def test_labels_are_short(data):
    assert [place for place, text in texts(data) if place.endswith("label") and any(len(words.split()) > 12 for words in text.values())] == []


@every_form
def test_each_language_is_written_in_its_letters(data):
    wrong = [
        place
        for place, text in texts(data)
        if not ARABIC.search(text["ar"]) or ARABIC.search(text["fr"]) or TIFINAGH.search(text["ar"] + text["fr"]) or not TIFINAGH.search(text.get("zgh", "ⵣ"))
    ]
    assert wrong == []


@every_form
def test_digits_and_french_spaces_are_those_of_the_portal(data):
    wrong = [
        place
        for place, text in texts(data)
        if re.search(r"[٠-٩۰-۹]", text["ar"]) or re.search(r"\w'\w|[^\s\u202f\u00a0][;!?](\s|$)|«[^\u202f]|[^\u202f]»| [:;!?»]", text["fr"])
    ]
    assert wrong == []


@every_form
def test_every_amazigh_word_is_sourced(data):
    known = known_words()
    assert {word for _place, text in texts(data) for word in TIFINAGH.findall(text.get("zgh", "")) if word not in known} == set()


@every_form
def test_an_agreement_is_in_no_language_nobody_has_read(data):
    """People agree to what a reader has checked: no Amazigh consent before that (docs/decisions/430)."""
    assert [question.key for question in parse(data).questions() if question.type == "consent" and ("zgh" in question.label or "zgh" in question.text)] == []


@every_form
def test_the_notice_says_the_same_in_both_languages(data):
    notice = parse(data).question("consent").text
    found = {language: (sorted(re.findall(r"\{(\w+)\}", words)), words.count("\n\n")) for language, words in notice.items()}
    names = ["authorisation", "contact", "controller", "retention"]
    assert found == {"ar": (names, 6), "fr": (names, 6)}


@every_form
def test_a_repeated_column_fills_nothing_twice(data):
    filled = [question.standard for question in parse(data).questions() if question.standard]
    assert sorted(filled) == sorted(set(filled))
