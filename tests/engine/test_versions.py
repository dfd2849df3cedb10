"""Published versions are frozen; the same words are published once."""

import copy

import pytest

from forms_app.engine.definition import canonical, fingerprint, problems
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


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("language", ["you.full_name.label: missing in fr"]),
        ("long label", ["you.full_name.label: more than 12 words in fr"]),
        ("twice", ["situation.full_name: not a usable code of a question"]),
        ("condition", ["you.full_name: its condition refers to later, which is not asked before it"]),
        ("standard", ["you.marital_status: does not fit the standard field marital_status"]),
        ("reserved step", ["check: not a usable code of a step"]),
    ],
)
def test_publishing_is_refused_with_what_is_wrong_and_where(path, expected):
    with pytest.raises(InvalidDefinition) as refused:
        publish_form(key="x", definition=_broken(path))
    assert (refused.value.problems, FormVersion.objects.count()) == (expected, 0)


def test_something_that_is_no_definition_is_refused():
    with pytest.raises(InvalidDefinition):
        publish_form(key="x", definition={"steps": 3})


def test_no_screen_of_the_shipped_form_has_more_than_five_questions():
    assert [len(step["questions"]) for step in JISR["steps"]] == [5, 5, 4]
