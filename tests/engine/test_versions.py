"""Published versions are frozen; the same words are published once."""

import copy

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from forms_app.engine.definition import canonical, fingerprint, problems, warnings
from forms_app.engine.models import FormVersion, FrozenVersionError
from forms_app.engine.services import InvalidDefinition, current_version, publish_form
from tests.factories_forms import JISR, form

pytestmark = pytest.mark.django_db


def test_the_shipped_form_may_be_published():
    assert problems(JISR) == []


def test_publishing_the_same_words_again_gives_the_same_version():
    first = form()
    assert (form().pk, first.number, FormVersion.objects.count()) == (first.pk, 1, 1)


def test_changed_words_are_the_next_version_and_become_current():
    form()
    changed = copy.deepcopy(JISR)
    changed["title"]["fr"] = "Autre titre"
    second = form(definition=changed)
    assert (second.number, current_version(key="jisr_registration").pk) == (2, second.pk)


def test_the_hash_does_not_depend_on_the_order_of_keys():
    turned = {key: JISR[key] for key in reversed(JISR)}
    assert (canonical(turned), fingerprint(turned)) == (canonical(JISR), fingerprint(JISR))


@pytest.mark.parametrize(
    "change",
    [lambda v: v.save(), lambda v: v.delete(), lambda v: FormVersion.objects.update(number=9), lambda v: FormVersion.objects.all().delete()],
    ids=["save", "delete", "update many", "delete many"],
)
def test_a_version_never_changes(change):
    version = form()
    with pytest.raises(FrozenVersionError):
        change(version)
    assert FormVersion.objects.get().sha256 == fingerprint(JISR)


def _broken(path: str):
    data = copy.deepcopy(JISR)
    question = data["steps"][0]["questions"][0]
    if path == "language":
        del question["label"]["fr"]
    elif path == "long label":
        question["label"]["fr"] = " ".join(["mot"] * 13)
    elif path == "twice":
        data["steps"][1]["questions"].append(question)
    elif path == "condition":
        question["show_if"] = {"key": "later", "in": ["yes"]}
    elif path == "standard":
        data["steps"][0]["questions"][3]["choices"].append({"value": "engaged", "label": {"ar": "مخطوبة", "fr": "Fiancée"}})
    elif path == "reserved step":
        data["steps"][0]["key"] = "check"
    return data


_CODE = "This code cannot be used: small Latin letters, digits and “_”, only once in the form, and none of the portal’s own words."


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("language", ("you.full_name.label", "Missing in: Français", "fr")),
        ("twice", ("situation.full_name", _CODE, "")),
        ("condition", ("you.full_name", "Its condition looks at the question “later”, which is not asked before it.", "")),
        (
            "standard",
            ("you.marital_status", "This question does not fit the standard field “marital_status”: its type or one of its choices differs.", ""),
        ),
        ("reserved step", ("check", _CODE, "")),
    ],
)
def test_publishing_is_refused_with_what_is_wrong_and_where(path, expected):
    with override("en"), pytest.raises(InvalidDefinition) as refused:
        publish_form(key="x", definition=_broken(path))
    assert ([(one.place, one.text, one.language) for one in refused.value.problems], FormVersion.objects.count()) == ([expected], 0)


def test_the_place_is_said_in_the_words_of_the_form():
    with override("fr"):
        assert [one.where for one in problems(_broken("condition"))] == ["Vous et votre famille › Nom complet"]


def test_a_long_label_is_warned_about_and_published():
    data = _broken("long label")
    with override("en"):
        found = [(one.place, one.text, one.language) for one in warnings(data) if one.language == "fr"]
    assert (found, problems(data)) == ([("you.full_name.label", "More than 12 words.", "fr")], [])


def test_something_that_is_no_definition_is_refused():
    with pytest.raises(InvalidDefinition):
        publish_form(key="x", definition={"steps": 3})


def test_no_screen_of_the_shipped_form_has_more_than_five_questions():
    assert [len(step["questions"]) for step in JISR["steps"]] == [5, 5, 4]


@pytest.mark.parametrize("statement", ["UPDATE engine_formversion SET number = 9", "DELETE FROM engine_formversion"])
def test_the_database_refuses_too(statement):
    version = form()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert FormVersion.objects.get().number == version.number
