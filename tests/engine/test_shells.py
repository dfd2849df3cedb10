"""A step drawn from its shells says exactly what its templates say."""

import re

import pytest

from forms_app.engine.definition import parse
from forms_app.engine.shells import draw_field, shell_of
from forms_app.engine.step_forms import build_step_form
from forms_app.engine.texts import Reader
from tests.engine.every_type import EVERY, FORM, choices, form_of, question, saved, step_of, words

ODD = {"name": "<b>\"'&\ue000\ud800", "story": "a\n</textarea>{controller}", "needs": ["a", "c"], "agree": "yes"}


def _same(html: str) -> str:
    html = re.sub(r" checked([^>]*)>", r"\1 checked>", html)
    return html.replace(' value=""', "").replace("\ud800", "?").replace(">\n", ">")


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("also", ["", "ar", "fr", "zgh-latn"])
@pytest.mark.parametrize("filled", [{}, {key: value for step in saved("").values() for key, value in step.items()} | ODD], ids=["empty", "filled"])
def test_shells_and_templates_say_the_same(db, language, also, filled):
    for step in FORM.steps:
        form = build_step_form(step, language=language, answers={}, also=also)(initial={key: value for key, value in filled.items() if key != "town"})
        drawn = form.body()
        for asked in step.questions:
            if asked.type not in {"information", "file", "group", "centre"} and not (asked.type == "consent" and language == "zgh"):
                assert _same(draw_field(form[asked.key], asked, form.reader)) in _same(drawn), asked.key


def test_what_one_woman_typed_is_not_shown_to_the_next():
    first = build_step_form(FORM.step("step1"), language="ar", answers={})(initial={"name": "أمينة", "born": "1990-03-07"}).body()
    second = build_step_form(FORM.step("step1"), language="ar", answers={})().body()
    assert (first.count("أمينة"), second.count("أمينة"), second.count('value="1990"')) == (1, 0, 0)


def test_errors_are_shown_beside_their_fields_and_the_rest_from_the_shell():
    form = build_step_form(FORM.step("step1"), language="fr", answers={})(data={"name": "A", "number": "x", "price": "2", "born": "1990-01-01"})
    body = form.body()
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]*aria-invalid', body) == ["number"]
    assert 'name="name" value="A"' in body


def test_a_shell_is_made_once():
    shell_of.cache_clear()
    for _each in range(3):
        build_step_form(FORM.step("step2"), language="ar", answers={})().body()
    assert (shell_of.cache_info().misses, shell_of.cache_info().hits) == (5, 10)


def test_a_second_language_stands_beneath_labels_hints_and_choices():
    data = form_of([question("status", "choice", hint=words("hint"), choices=choices("single")), question("idea", "yes_no")])
    data["steps"][0]["questions"][0]["label"]["zgh"] = "ⴰⴷⴷⴰⴷ"
    step = parse(data).steps[0]
    found = {
        also: re.findall(r'<span class="also" lang="([^"]+)" dir="([^"]+)">([^<]+)<', build_step_form(step, language="ar", answers={}, also=also)().body())
        for also in ("fr", "zgh-latn", "ar")
    }
    assert found == {
        "fr": [("fr", "ltr", f"{key} en français") for key in ("status", "hint", "single", "idea")] + [("fr", "ltr", "Oui"), ("fr", "ltr", "Non")],
        "zgh-latn": [("zgh-Latn", "ltr", "addad"), ("zgh-Latn", "ltr", "yah"), ("zgh-Latn", "ltr", "uhu")],
        "ar": [],
    }


def test_an_amazigh_consent_shows_the_arabic_beside_it():
    asked = question("agree", "consent", label={"ar": "أوافق", "fr": "J’accepte", "zgh": "ⵇⴱⵍⵖ"})
    assert re.findall(r'class="also" lang="(\w+)" dir="(\w+)">([^<]+)<', build_step_form(step_of(asked), language="zgh", answers={})().body()) == [
        ("ar", "rtl", "أوافق")
    ]


@pytest.mark.parametrize(("also", "shown"), [("", ["zgh", "ar"]), ("ar", ["zgh", "ar"]), ("fr", ["zgh", "fr", "ar"]), ("zgh-latn", ["zgh", "zgh-Latn", "ar"])])
def test_the_arabic_of_an_amazigh_consent_stays_beside_any_second_language(also, shown):
    asked = question("agree", "consent", text={"ar": "أوافق على كل شيء", "fr": "J’accepte tout", "zgh": "ⵇⴱⵍⵖ"})
    body = build_step_form(step_of(asked), language="zgh", answers={}, also=also)().body()
    assert re.findall(r'<div lang="([\w-]+)"', body) == shown


def test_long_texts_are_paragraphs_and_their_blanks_are_filled():
    step = FORM.step("step4")
    body = build_step_form(step, language="fr", answers={}, blanks={"controller@fr": "<Ministère>"})(initial={"members": [{"who": "{controller}"}]}).body()
    assert body.count("The controller is &lt;Ministère&gt;. en français") == 1
    assert body.count("<p>A long notice.</p><p>In two parts. en français</p>") == 1
    assert body.count('value="{controller}"') == 1, "what she typed is not ours to fill"


def test_blanks_are_filled_in_the_language_of_the_text_around_them():
    notice = question("notice", "information", text={"ar": "المسؤول: {controller}", "fr": "Responsable : {controller}"})
    blanks = {"controller@ar": "الوزارة", "controller@fr": "le ministère", "controller@zgh": "ⵜⴰⵎⴰⵡⴰⵙⵜ"}
    body = build_step_form(step_of(notice), language="zgh", answers={}, also="fr", blanks=blanks)().body()
    assert re.findall(r'lang="(\w+)" dir="\w+" class="prose \w*"><p>([^<]+)</p>', body) == [("ar", "المسؤول: الوزارة"), ("fr", "Responsable : le ministère")]


def test_pictograms_and_recordings_are_drawn_when_present():
    recording = {"darija": {"file": "audio/name.mp3", "sha256": "0" * 64, "transcript": words("said")}}
    asked = question("status", "choice", pictogram="home", audio=recording, choices=choices("single", "married", pictogram="people", audio=recording))
    body = build_step_form(step_of(asked), language="fr", answers={})().body()
    assert re.findall(r"#i-(\w+)", body) == ["home", "people", "people"]
    assert re.findall(r'<audio controls preload="none" src="([^"]+)">', body) == ["/media/audio/name.mp3"] * 3
    assert body.count("<p>said en français</p>") == 3


def test_every_question_of_every_type_has_a_label_of_its_own(db):
    for step in parse(EVERY).steps:
        body = build_step_form(step, language="fr", answers={})().body()
        ids = re.findall(r' id="([^"]+)"', body)
        wanted = re.findall(r'<label[^>]* for="([^"]+)"', body)
        assert set(wanted) <= set(ids)
        assert len(ids) == len(set(ids))


def test_readers_are_told_apart():
    assert (Reader("ar", "fr") == Reader("ar", "fr"), Reader("ar") == Reader("ar", "fr")) == (True, False)
