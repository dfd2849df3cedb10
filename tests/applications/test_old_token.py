"""A page that was opened before somebody signed in on the same browser: its token is too old. What is on it is not lost, and nothing is done of it."""

import json
import re

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from forms_app.applications.models import DraftStep, Submission
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

NO_COOKIES = (
    "This browser keeps no cookies of this site, and without one no form can be sent. "
    "Allow cookies in the settings of the browser, then load the page again and send once more."
)


@pytest.fixture
def strict(client, open_call) -> tuple[Client, str]:  # noqa: F811
    """A browser whose posts are checked, with a draft and the cookie of a token; and the draft's address."""
    base = begin(client)
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    checked.get(f"{base}you/")
    return checked, base


def posted(step: str = "you", **more: str) -> dict[str, object]:
    return {"wizard-current_step": step, "wizard-version": "0", **POSTED[step], **more, "csrfmiddlewaretoken": "x" * 64}


def token_on(page) -> str:
    return TOKEN.search(page.content.decode()).group(1)


def test_a_step_is_shown_again_with_what_was_typed_and_saved_when_it_is_pressed_again(strict):
    client, base = strict
    page = client.post(f"{base}you/", posted(full_name="<b>فاطمة"))
    shown = (page.status_code, page.context["form"]["full_name"].value(), page.context["form"].errors, bool(page.context["typed_at"]))
    assert (shown, DraftStep.objects.count()) == ((403, "<b>فاطمة", {}, True), 0)
    assert "no-store" in page.headers["Cache-Control"]
    again = client.post(f"{base}you/", posted() | {"csrfmiddlewaretoken": token_on(page)})
    assert (again.status_code, DraftStep.objects.get().everything["full_name"]) == (302, POSTED["you"]["full_name"])


def test_what_another_tab_saved_meanwhile_is_still_met(client, strict):
    checked, base = strict
    client.post(f"{base}you/", posted(full_name="زهرة"))
    page = checked.post(f"{base}you/", posted())
    assert page.context["version"] == 0
    chosen = checked.post(f"{base}you/", posted(**{"wizard-version": "1", "wizard-take-full_name": "saved"}))
    assert chosen.context["version"] == 0
    met = checked.post(f"{base}you/", posted() | {"csrfmiddlewaretoken": token_on(chosen)})
    assert (met.status_code, DraftStep.objects.get().everything["full_name"]) == (409, "زهرة")


def test_nothing_is_sent_and_the_answers_are_shown_again(client, strict):
    checked, base = strict
    fill(client, base)
    key = checked.get(f"{base}check/").context["key"]
    page = checked.post(f"{base}check/", {"key": key, "csrfmiddlewaretoken": "x" * 64})
    assert (page.status_code, page.context["key"], Submission.objects.count()) == (403, key, 0)
    sent = checked.post(f"{base}check/", {"key": key, "csrfmiddlewaretoken": token_on(page)})
    assert (sent.headers["Location"], Submission.objects.count()) == (f"{base}receipt/", 1)


def test_autosave_is_given_the_token_to_go_on_with(strict):
    client, base = strict
    answer = client.post(f"{base}you/autosave/", posted())
    told = json.loads(answer.content)
    assert (answer.status_code, told["state"], DraftStep.objects.count()) == (403, "token", 0)
    assert client.post(f"{base}you/autosave/", posted() | {"csrfmiddlewaretoken": told["token"]}).status_code == 200


@pytest.mark.parametrize("step", ["you/", "check/", "you/autosave/"])
@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_another_site_is_shown_nothing(strict, step, headers):
    client, base = strict
    page = client.post(f"{base}{step}", posted(), headers=headers)
    assert (page.status_code, POSTED["you"]["full_name"] in page.content.decode(), b"csrfmiddlewaretoken" in page.content) == (403, False, False)


@pytest.mark.parametrize(
    ("headers", "token", "status"),
    [({}, "x" * 64, 302), ({"origin": "https://elsewhere.example"}, "x" * 64, 403), ({}, "", 403)],
    ids=["ours", "elsewhere", "none"],
)
def test_the_phone_is_cleared_all_the_same(strict, headers, token, status):
    client, base = strict
    answer = client.post("/ar/apply/registration/clear/", {"csrfmiddlewaretoken": token}, headers=headers)
    assert (answer.status_code, client.get(f"{base}you/").status_code) == (status, 404 if status == 302 else 200)


@pytest.mark.parametrize("pressed", ["clear", "later", "also-fr"])
def test_no_button_of_the_step_does_anything(strict, pressed):
    client, base = strict
    page = client.post(f"{base}you/", posted(**{"wizard-go": pressed}))
    assert (page.status_code, page.cookies.get("file"), DraftStep.objects.count()) == (403, None, 0)


def test_a_file_that_was_sent_meanwhile_leads_to_its_receipt(client, strict):
    checked, base = strict
    fill(client, base)
    send(client, base)
    assert checked.post(f"{base}you/", posted()).headers["Location"] == f"{base}receipt/"


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_browser_that_keeps_no_cookies_is_told_so(open_call, language):  # noqa: F811
    address = f"/{language}/apply/registration/"
    page = Client(enforce_csrf_checks=True).post(address, {"who": "me", "csrfmiddlewaretoken": token_on(Client().get(address))})
    with override(language):
        words = escape(gettext(NO_COOKIES))
    assert (page.status_code, words in page.content.decode()) == (403, True)
