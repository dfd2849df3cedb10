"""Texts stored once with their languages side by side."""

import re

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from portal.core.models import SiteNotice
from portal.core.templatetags.portal_text import marked, num, plain, section_id, shown
from portal.core.translated import TranslatedFormField, TranslatedText, TranslatedTextField

FULL = {"ar": "جسر", "fr": "Pont", "zgh": "ⵜⵉⵍⴳⴳⵯⵉⵜ"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (FULL, "ar", ("جسر", "ar")),
        (FULL, "zgh", ("ⵜⵉⵍⴳⴳⵯⵉⵜ", "zgh")),
        ({"ar": "جسر", "fr": "Pont"}, "zgh", ("جسر", "ar")),
        ({"fr": "Pont", "zgh": ""}, "zgh", ("Pont", "fr")),
        ({"zgh": "ⴰ"}, "fr", ("ⴰ", "zgh")),
        ({}, "fr", ("", "ar")),
        ({"ar": "", "fr": ""}, "fr", ("", "ar")),
    ],
)
def test_a_text_says_in_which_language_it_really_is(text: dict, language: str, expected: tuple[str, str]) -> None:
    assert TranslatedText(text).choose(language) == expected


def test_its_box_is_named_as_django_names_all_others() -> None:
    """“titre” stood among “Type” and “Programme”."""
    assert TranslatedTextField("titre").formfield().label == "Titre"


def test_an_empty_text_is_false() -> None:
    assert [bool(TranslatedText(value)) for value in ({}, {"ar": "", "fr": ""}, {"fr": "x"})] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "language", "html"),
    [
        (FULL, "fr", "Pont"),
        ({"ar": "جسر", "fr": "Pont"}, "zgh", '<bdi lang="ar" dir="rtl">جسر</bdi>'),
        ({"fr": "Pont"}, "ar", '<bdi lang="fr" dir="ltr">Pont</bdi>'),
        ({"fr": "<b>&"}, "ar", '<bdi lang="fr" dir="ltr">&lt;b&gt;&amp;</bdi>'),
        ("كلمة عادية", "ar", "كلمة عادية"),
        ("كلمة عادية", "zgh", '<bdi lang="ar" dir="rtl">كلمة عادية</bdi>'),
        (mark_safe("<b>كلمة</b>"), "zgh", "<b>كلمة</b>"),
        (None, "ar", ""),
        ({"ar": "اتصلي على 06 12 34 56 78"}, "ar", "اتصلي على \u206606\u00a012\u00a034\u00a056\u00a078\u2069"),
    ],
)
def test_a_text_of_another_language_is_marked(text: object, language: str, html: str) -> None:
    with translation.override(language):
        assert str(shown(text)) == html


@pytest.mark.parametrize(
    ("text", "language", "attributes"),
    [(FULL, "fr", ""), ({"ar": "جسر", "fr": "Pont"}, "zgh", ' lang="ar" dir="rtl"'), ("Pont", "ar", ' lang="fr" dir="ltr"'), ("", "ar", ""), (None, "fr", "")],
)
def test_an_option_in_another_language_says_so(text: object, language: str, attributes: str) -> None:
    """An option or a label holds no mark-up: its element carries the language."""
    with translation.override(language):
        assert marked(text) == attributes


def test_a_text_of_the_readers_language_is_still_escaped_by_the_template() -> None:
    """The filter must not call safe what editors typed."""
    with translation.override("fr"):
        assert not hasattr(shown({"fr": "<script>"}), "__html__")


@pytest.mark.parametrize(("text", "expected"), [(FULL, "جسر"), ({"fr": "Pont"}, "Pont"), ("x", "x"), (None, "")])
def test_plain_has_no_markup(text: object, expected: str) -> None:
    assert plain(text) == expected


def test_num_leaves_words_alone() -> None:
    assert [num(value) for value in (1200, "1200", "-")] == ["1,200", "1200", "-"]


def test_anchors_are_stable_and_latin() -> None:
    assert section_id("من يمكنها التسجيل؟") == section_id("من يمكنها التسجيل؟")
    assert section_id("ⴰ").isascii()
    assert section_id("ⴰ") != section_id("ⴱ")


# The form field ------------------------------------------------------------


@pytest.mark.parametrize(
    ("boxes", "required", "expected"),
    [
        (["جسر", "Pont", "ⵜ"], True, {"ar": "جسر", "fr": "Pont", "zgh": "ⵜ"}),
        (["جسر", "Pont", ""], True, {"ar": "جسر", "fr": "Pont"}),
        (["  جسر ", "Pont", "  "], True, {"ar": "جسر", "fr": "Pont"}),
        (["", "", ""], False, {}),
    ],
)
def test_the_form_field_joins_its_boxes(boxes: list[str], required: bool, expected: dict) -> None:
    found = TranslatedFormField(required=required).clean(boxes)
    assert (type(found), found) == (TranslatedText, expected)


@pytest.mark.parametrize(
    ("boxes", "required", "code"),
    [
        (["جسر", "", ""], True, "missing_language"),
        (["", "Pont", ""], False, "missing_language"),
        (["", "", "ⵜ"], False, "missing_language"),
        (["", "", ""], True, "required"),
    ],
)
def test_the_form_field_refuses_a_missing_language(boxes: list[str], required: bool, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TranslatedFormField(required=required).clean(boxes)
    assert [error.code for error in refused.value.error_list] == [code]


def test_the_refusal_names_the_language_in_its_own_script() -> None:
    with pytest.raises(ValidationError) as refused:
        TranslatedFormField().clean(["جسر", "", ""])
    assert "Français" in refused.value.messages[0]


def test_each_box_has_its_language_and_direction() -> None:
    class Form(forms.Form):
        name = TranslatedFormField()

    html = str(Form(initial={"name": FULL})["name"])
    for code, direction in (("ar", "rtl"), ("fr", "ltr"), ("zgh", "ltr")):
        assert f'lang="{code}" dir="{direction}"' in html
        assert FULL[code] in html


def test_the_name_of_each_language_beside_its_box_is_marked_as_being_in_it() -> None:
    """Said in Tifinagh by no voice that reads the Arabic admin."""
    with translation.override("ar"):
        names = BeautifulSoup(str(TranslatedFormField().widget.render("name", FULL)), "html.parser").select("small")
    assert [name.bdi and name.bdi["lang"] for name in names] == [None, "fr", "zgh"]


def test_no_template_writes_the_name_of_a_language_without_saying_which() -> None:
    bare = []
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        names = re.finditer(r"\{\{[^}]*\|language_name[^}]*\}\}", text)
        bare += [path.name for name in names if "|shown" not in name[0] and ' lang="' not in text[: name.start()].rpartition("<")[2]]
    assert bare == []


# The model field -----------------------------------------------------------


@pytest.mark.parametrize("text", [{"ar": "جسر"}, {"fr": "Pont"}, {"zgh": "ⵜ"}, {}, {"ar": "", "fr": "Pont"}])
def test_the_model_refuses_a_missing_language(text: dict) -> None:
    with pytest.raises(ValidationError) as refused:
        SiteNotice(key="x", text=text).clean_fields()
    assert set(refused.value.error_dict) == {"text"}


def test_the_model_accepts_a_text_without_amazigh() -> None:
    SiteNotice(key="x", text={"ar": "جسر", "fr": "Pont"}).clean_fields()


@pytest.mark.django_db
def test_a_text_comes_back_from_the_database_as_it_was() -> None:
    SiteNotice.objects.create(key="x", text=FULL, starts_at=timezone.now())
    read = SiteNotice.objects.get(key="x").text
    assert (type(read), read) == (TranslatedText, FULL)
    assert list(SiteNotice.objects.filter(text__fr="Pont").values_list("key", flat=True)) == ["x"]


@pytest.mark.django_db
def test_a_deferred_text_is_read_when_asked_for() -> None:
    SiteNotice.objects.create(key="x", text=FULL)
    notice = SiteNotice.objects.defer("text").get(key="x")
    assert notice.get_deferred_fields() == {"text"}
    assert notice.text == FULL


@pytest.mark.django_db
def test_a_revision_keeps_the_text() -> None:
    notice = SiteNotice.objects.create(key="x", text=FULL)
    assert notice.save_revision().as_object().text == FULL


def test_a_plain_dictionary_assigned_becomes_a_text() -> None:
    notice = SiteNotice(text={"fr": "Pont"})
    notice.text = {"ar": "جسر"}
    assert (type(notice.text), str(notice.text)) == (TranslatedText, "جسر")


def test_the_size_of_the_box_needs_no_migration() -> None:
    small, large = TranslatedTextField(), TranslatedTextField(multiline=True)
    assert small.deconstruct() == large.deconstruct()
    assert isinstance(large.formfield().widget.widgets[0], forms.Textarea)
