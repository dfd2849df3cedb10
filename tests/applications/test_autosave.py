"""Autosave: kept as typed, encrypted, shown as unsaved, never instead of what was saved."""

import json

import pytest
from django.db import connection
from django.test import Client

from forms_app.applications.models import DraftStep
from forms_app.applications.typed import MAX_NAMES
from forms_app.applications.views.common import MAX_FIELDS
from forms_app.engine.problems import MAX_BOXES_A_STEP
from tests.applications.test_journey import begin, fill, open_call  # noqa: F401
from tests.factories_forms import POSTED

pytestmark = pytest.mark.django_db


def autosave(client: Client, base: str, step: str = "you", version: object = 0, **typed: object) -> object:
    return client.post(f"{base}{step}/autosave/", {"wizard-version": version, **typed})


def test_the_largest_page_that_a_form_may_have_can_be_kept_and_sent():
    assert min(MAX_NAMES, MAX_FIELDS) >= MAX_BOXES_A_STEP + 20


def test_what_is_typed_is_kept_right_or_not_and_shown_again_without_errors(client, open_call):  # noqa: F811
    base = begin(client)
    answer = autosave(client, base, full_name="فاط", phone="06", marital_status="married")
    page = client.get(f"{base}you/")
    shown = page.context["form"]
    assert (answer.status_code, answer.json()["state"], sorted(answer.json())) == (200, "saved", ["saved_at", "state"])
    assert ({name: shown[name].value() for name in ("full_name", "phone", "marital_status")}, page.context["typed_at"] is not None) == (
        {"full_name": "فاط", "phone": "06", "marital_status": "married"}, True,
    )  # fmt: skip
    content = page.content.decode()
    assert ('value="فاط"' in content, 'id="trouble"' in content, "field--bad" in content) == (True, False, False)


def test_what_the_bar_says_of_saving_is_read_out_without_her_code(client, open_call):  # noqa: F811
    base = begin(client)
    bar = client.get(f"{base}you/").content.decode().partition('class="saved" ')[2]
    assert bar.startswith('role="status" aria-atomic="false">')


def test_it_is_not_an_answer_until_the_step_is_saved(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    autosave(client, base, version=1, full_name="غير محفوظ")
    row = DraftStep.objects.get(step="you")
    assert (row.everything["full_name"], row.version) == (POSTED["you"]["full_name"], 1)
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 1, **POSTED["you"], "full_name": "محفوظ"})
    row.refresh_from_db()
    assert (row.everything["full_name"], row.typed, row.version) == ("محفوظ", {}, 2)


def test_nothing_typed_lies_readable_in_the_database(client, open_call):  # noqa: F811
    base = begin(client)
    autosave(client, base, full_name="Tafukt", phone="0612345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, sealed, typed FROM applications_draftstep")
        stored = str(cursor.fetchall())
    assert ("Tafukt" in stored, "0612345678" in stored, DraftStep.objects.get().typed["full_name"]) == (False, False, ["Tafukt"])


def test_a_step_saved_elsewhere_is_not_typed_over(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base, ("you",))
    answer = autosave(client, base, version=0, full_name="قديم")
    assert (answer.status_code, answer.json(), DraftStep.objects.get().typed) == (409, {"state": "changed"}, {})


def test_first_save_after_autosave_is_no_conflict(client, open_call):  # noqa: F811
    base = begin(client)
    autosave(client, base, full_name="فاط")
    answer = client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, **POSTED["you"]})
    assert (answer.status_code, DraftStep.objects.get().version) == (302, 1)


def test_what_a_step_with_an_error_held_is_there_again_in_another_language_and_another_day(client, open_call):  # noqa: F811
    base = begin(client)
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, **POSTED["you"], "phone": "06"})
    page = client.get(f"{base}you/".replace("/ar/", "/fr/"))
    shown = page.context["form"]
    assert ({name: shown[name].value() for name in ("full_name", "phone")}, bool(shown.errors), page.context["typed_at"] != "") == (
        {"full_name": POSTED["you"]["full_name"], "phone": "06"}, False, True,
    )  # fmt: skip
    answer = client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": page.context["version"], **POSTED["you"]})
    assert (answer.status_code, DraftStep.objects.get().typed) == (302, {})


def test_an_error_in_a_step_that_was_saved_changes_no_answer_and_is_said_before_sending(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    client.post(f"{base}you/?check", {"wizard-current_step": "you", "wizard-version": 1, **POSTED["you"], "full_name": "أخرى", "phone": "06"})
    row = DraftStep.objects.get(step="you")
    unsaved = [step["title"] for step in client.get(f"{base}check/").context["unsaved"]]
    assert (row.everything["full_name"], row.version, len(unsaved)) == (POSTED["you"]["full_name"], 1, 1)


@pytest.mark.parametrize(
    ("step", "typed", "status"),
    [
        ("you", {"unknown": "x"}, 400),
        ("you", {}, 400),
        ("nowhere", {"full_name": "x"}, 400),
        ("you", {"full_name": ["x" * 4000] * 20}, 400),
        ("you", {f"phone-{number}": "x" for number in range(MAX_NAMES + 1)}, 400),
        ("you", {"full_name": "\x00\u2066<script>"}, 200),
        ("you", {"full_name": "x" * 9000}, 200),
    ],
)
def test_only_the_steps_own_fields_and_no_more_than_somebody_types(client, open_call, step, typed, status):  # noqa: F811
    base = begin(client)
    answer = autosave(client, base, step, **typed)
    assert (answer.status_code, DraftStep.objects.count()) == (status, int(status == 200))
    assert client.get(f"{base}you/").status_code == 200


def test_only_with_the_key_by_post_and_from_our_own_page(client, open_call):  # noqa: F811
    base = begin(client)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answers = [
        Client().post(f"{base}you/autosave/", {"full_name": "x"}),
        client.get(f"{base}you/autosave/"),
        strict.post(f"{base}you/autosave/", {"full_name": "x"}),
    ]
    assert ([answer.status_code for answer in answers], DraftStep.objects.count()) == ([404, 405, 403], 0)


def test_a_lost_key_loses_nothing_typed(client, open_call):  # noqa: F811
    base = begin(client)
    code = client.get(f"{base}you/").context["code"]
    del client.cookies["file"]
    lost = client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, **POSTED["you"], "full_name": "<b>فاطمة"})
    kept = dict(lost.context["kept"])
    found = client.post("/ar/resume/", {**kept, "code": code})
    page = client.get(found.headers["Location"])
    assert (lost.status_code, found.headers["Location"], page.context["form"]["full_name"].value()) == (404, f"{base}you/", "<b>فاطمة")
    assert ("wizard-version" in kept, "csrfmiddlewaretoken" in kept, "<b>فاطمة" in lost.content.decode()) == (False, False, False)


def test_words_of_a_page_that_lost_its_key_overwrite_nothing_saved_since(client, open_call):  # noqa: F811
    base = begin(client)
    code = client.get(f"{base}you/").context["code"]
    other = Client()
    other.post("/ar/resume/", {"code": code})
    del client.cookies["file"]
    lost = client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, **POSTED["you"], "full_name": "قديم"})
    other.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 0, **POSTED["you"], "full_name": "محفوظ"})
    page = client.get(client.post("/ar/resume/", {**dict(lost.context["kept"]), "code": code}).headers["Location"])
    again = {"wizard-current_step": "you", "wizard-version": page.context["version"], **POSTED["you"], "full_name": "قديم"}
    answer = client.post(f"{base}you/", again)
    assert (page.context["form"]["full_name"].value(), answer.status_code, DraftStep.objects.get(step="you").everything["full_name"]) == ("قديم", 409, "محفوظ")


def test_a_wrong_code_keeps_what_was_typed_on_the_page(client, open_call):  # noqa: F811
    page = Client().post("/ar/resume/", {"code": "123456789012", "typed:full_name": "فاطمة", "draft": "x", "step": "you", "other": "y"})
    assert page.context["kept"] == [("typed:full_name", "فاطمة"), ("draft", "x"), ("step", "you")]


def test_what_was_typed_goes_into_no_other_draft(client, open_call):  # noqa: F811
    base = begin(client)
    code = client.get(f"{base}you/").context["code"]
    found = Client().post("/ar/resume/", {"code": code, "typed:full_name": "غريبة", "draft": "another", "step": "you"})
    assert (found.headers["Location"], DraftStep.objects.count()) == (f"{base}you/", 0)


def test_the_page_names_its_confidential_fields_for_the_script(client, open_call):  # noqa: F811
    base = begin(client)
    assert client.get(f"{base}you/").context["secret"].split() == ["full_name", "phone", "marital_status", "head_of_household"]


def test_the_answer_is_json_and_kept_nowhere(client, open_call):  # noqa: F811
    answer = autosave(client, begin(client), full_name="x")
    assert (json.loads(answer.content)["state"], "no-store" in answer.headers["Cache-Control"]) == ("saved", True)
