"""Who sees, changes and publishes forms, by typing addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from forms_app.engine.models import FormVersion
from portal.core.models import Role
from tests.staff.attempts import refused

from .posting import posted, texts
from .samples import administrator, enter, form, newest, person

pytestmark = pytest.mark.django_db

READ = {"list", "look", "preview"}
WRITE = READ | {"outline", "step", "save", "order", "history", "compare", "publish", "add"}

MATRIX = {
    "programme manager": (lambda: person(Role.PROGRAMME_MANAGER), WRITE),
    "administrator": (administrator, WRITE),
    "call manager": (lambda: person(Role.CALL_MANAGER, "souss"), READ),
    "regional agent": (lambda: person(Role.REGIONAL_AGENT, "souss"), set()),
    "communication team": (lambda: person(Role.COMMUNICATION), set()),
    "technical administrator": (lambda: person(Role.TECHNICAL), set()),
    "logged in without a right": (lambda: person(), set()),
    "anonymous": (lambda: None, set()),
}


@pytest.mark.parametrize("who", MATRIX)
def test_who_does_what(who) -> None:
    maker, allowed = MATRIX[who]
    made, user = form(), maker()
    client = enter(user) if user else Client()
    url = lambda name, *args: reverse(f"form_editor:{name}", args=args)  # noqa: E731
    step = made.step("words")
    revision = made.latest_revision_id
    whole = {**texts("title", made.title), **texts("intro", made.intro), "rules-count": "0"}
    answers = {
        "list": client.get(url("list")),
        "look": client.get(url("inspect", made.pk)),
        "preview": client.get(url("preview_step", made.pk, "words", "fr")),
        "outline": client.get(url("edit", made.pk)),
        "step": client.get(url("step", made.pk, "words")),
        "history": client.get(url("history", made.pk)),
        "compare": client.get(url("revisions_compare", made.pk, revision, revision)),
        "add": client.get(url("add")),
    }
    found = {name for name, response in answers.items() if response.status_code == 200}
    assert all(name in found or refused(response) for name, response in answers.items())
    client.post(url("step", made.pk, "words"), posted(step, title_fr="Changé"))
    found |= {"save"} if newest(made).step("words")["title"]["fr"] == "Changé" else set()
    client.post(url("outline", made.pk), {"act": "up:rest"})
    found |= {"order"} if newest(made).steps[1]["key"] == "rest" else set()
    client.post(url("preview_step", made.pk, "words", "fr"), posted(newest(made).step("words")))
    client.post(url("edit", made.pk), {**whole, "title_fr": "Publié", "action-publish": "1"})
    found |= {"publish"} if FormVersion.objects.filter(number=2).exists() else set()
    assert found == allowed


def test_whoever_only_reads_finds_no_button_and_may_not_preview_words_of_her_own() -> None:
    made, client = form(), enter(person(Role.CALL_MANAGER, "souss"))
    page = client.get(reverse("form_editor:inspect", args=[made.pk])).content.decode()
    assert (page.count('name="act"'), page.count(reverse("form_editor:step", args=[made.pk, "words"]) + '"')) == (0, 0)
    response = client.post(reverse("form_editor:preview_step", args=[made.pk, "words", "fr"]), posted(made.step("words"), title_fr="<b>"))
    assert refused(response)
