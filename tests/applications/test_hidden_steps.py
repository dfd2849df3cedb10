"""Steps that an answer changed later takes off her way: nothing of them is asked, said or waited for any more."""

import pytest
from django.test import Client

from forms_app.applications.models import Submission
from tests.applications.test_journey import send
from tests.engine.every_type import choices, question, words
from tests.factories_forms import call, form

pytestmark = pytest.mark.django_db


def step(key: str, asked: dict, **more: object) -> dict:
    return {"key": key, "title": words(key), "questions": [asked], **more}


STEPS = [
    step("one", question("works", "yes_no")),
    step("two", question("how", "choice", choices=choices("coop", "alone")), show_if={"key": "works", "in": ["yes"]}),
    step("three", question("team", "short_text"), show_if={"key": "how", "in": ["coop"]}),
    step("four", question("remark", "short_text", required=False)),
]


@pytest.fixture
def base(client) -> str:
    """The address of a draft whose second step is answered, without the step."""
    form(definition={"title": words("form"), "steps": STEPS})
    call(slug="registration")
    base = client.post("/fr/apply/registration/", {"who": "me", "sure": "yes"}).headers["Location"].removesuffix("one/")
    save(client, base, "one", works="yes")
    assert save(client, base, "two", how="coop") == f"{base}three/"
    return base


def save(client: Client, base: str, key: str, **given: str) -> str:
    """Save a step; where it leads."""
    return client.post(f"{base}{key}/", {"wizard-current_step": key, **given}).headers["Location"]


def test_a_step_that_hangs_on_a_step_taken_away_is_not_asked_either(client, base):
    assert save(client, base, "one", works="no") == f"{base}four/"
    assert client.get(f"{base}four/").context["total"] == 3
    assert client.get(f"{base}three/").status_code == 302
    assert save(client, base, "four") == f"{base}check/"
    send(client, base)
    assert Submission.objects.get().everything == {"works": "no"}


def test_what_was_typed_in_a_step_taken_away_is_not_waited_for(client, base):
    client.post(f"{base}three/autosave/", {"wizard-version": "0", "team": "Amina"})
    save(client, base, "one", works="no")
    save(client, base, "four")
    assert client.get(f"{base}check/").context["unsaved"] == []
