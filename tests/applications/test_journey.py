"""The whole way of a woman, page by page, as her browser goes it."""

import re

import pytest
from django.test import Client

from forms_app.applications.models import Draft, DraftStep, Submission
from tests.factories_forms import POSTED, call, commune, form

pytestmark = pytest.mark.django_db
STEPS = ("you", "situation", "project")


@pytest.fixture
def open_call():
    """An open call with its form, and the commune she lives in."""
    form()
    commune()
    return call(slug="registration")


def begin(client: Client, language: str = "ar", who: str = "me") -> str:
    """Start; the address of her draft, without the step."""
    response = client.post(f"/{language}/apply/registration/", {"who": who, "sure": "yes"})
    assert response.status_code == 302
    return response.headers["Location"].removesuffix("you/")


def fill(client: Client, base: str, steps: tuple[str, ...] = STEPS) -> str:
    """Save steps; where the last one leads."""
    for step in steps:
        response = client.post(f"{base}{step}/", {"wizard-current_step": step, **POSTED[step]})
        assert response.status_code == 302, (step, response.context["form"].errors)
    return response.headers["Location"]


def send(client: Client, base: str) -> str:
    """Send from the check page; where it leads."""
    page = client.get(f"{base}check/")
    return client.post(f"{base}check/", {"key": page.context["key"]}).headers["Location"]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_from_the_start_to_the_receipt_and_the_tracking(client, open_call, language):
    base = begin(client, language)
    assert fill(client, base) == f"{base}check/"
    assert send(client, base) == f"{base}receipt/"
    page = client.get(f"{base}receipt/")
    sent = Submission.objects.get()
    assert (page.status_code, page.context["submission"], sent.language) == (200, sent, language)
    assert re.fullmatch(r"1\d{3}-000001-\d", sent.reference)
    found = client.post(f"/{language}/track/", {"reference": sent.reference, "secret": page.context["secret"]})
    assert found.context["submission"] == sent


def test_what_was_answered_fills_the_columns(client, open_call):
    base = begin(client)
    fill(client, base)
    send(client, base)
    sent = Submission.objects.get()
    place = commune()
    columns = {
        "full_name": "فاطمة أيت الحاج", "phone": "+212612345678", "commune": place, "province": place.province, "region": place.province.region,
        "marital_status": "married", "disability": False, "head_of_household": True, "health_coverage": "amo", "education_level": "primary",
        "experience": "1_5", "legal_form": "", "wants_training": True, "wants_accompaniment": False, "filled_by": "self", "status": "received",
        "synthetic": False,
    }  # fmt: skip
    assert {name: getattr(sent, name) for name in columns} == columns
    assert sent.answers["project"] == "زيت أركان مع نساء الدوار"


def test_files_sent_to_a_sample_call_are_marked(client):
    form()
    commune()
    call(slug="registration", sample=True)
    base = begin(client)
    fill(client, base)
    send(client, base)
    assert Submission.objects.get().synthetic is True


def test_a_double_click_and_a_replay_give_one_file_and_the_same_receipt(client, open_call):
    base = begin(client)
    fill(client, base)
    key = client.get(f"{base}check/").context["key"]
    leads = [client.post(f"{base}check/", {"key": key}).headers["Location"] for _each in range(3)]
    receipts = [client.get(f"{base}receipt/") for _each in range(2)]
    assert (leads, Submission.objects.count()) == ([f"{base}receipt/"] * 3, 1)
    assert len({(page.context["submission"].reference, page.context["secret"]) for page in receipts}) == 1


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nothing_is_sent_without_the_drafts_own_key(client, open_call, key):
    base = begin(client)
    fill(client, base)
    assert (client.post(f"{base}check/", {"key": key}).status_code, Submission.objects.count()) == (200, 0)


def test_nothing_is_written_on_get(client, open_call):
    base = begin(client)
    fill(client, base)
    before = list(DraftStep.objects.values_list("step", "version", "updated_at"))
    for address in ("you", "situation", "project", "check", "receipt"):
        client.get(f"{base}{address}/")
    assert (list(DraftStep.objects.values_list("step", "version", "updated_at")), Submission.objects.count(), Draft.objects.count()) == (before, 0, 1)


def test_two_tabs_on_two_steps_lose_nothing(client, open_call):
    base = begin(client)
    fill(client, base, ("you",))
    client.get(f"{base}situation/")  # first tab
    client.get(f"{base}you/")  # second tab
    fill(client, base, ("situation",))
    client.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"], "full_name": "فاطمة الزهراء"})
    saved = {row.step: row.everything for row in DraftStep.objects.all()}
    assert (saved["you"]["full_name"], saved["situation"]["experience"]) == ("فاطمة الزهراء", "1_5")


def test_changing_the_language_in_the_middle_keeps_every_answer(client, open_call):
    base = begin(client, "ar")
    fill(client, base, ("you",))
    fill(client, base.replace("/ar/", "/fr/"), ("situation",))
    fill(client, base.replace("/ar/", "/zgh/"), ("project",))
    page = client.get(base.replace("/ar/", "/fr/") + "you/")
    assert page.context["form"].initial["full_name"] == POSTED["you"]["full_name"]
    send(client, base.replace("/ar/", "/fr/"))
    assert Submission.objects.get().language == "fr"


def test_everything_typed_is_still_there_after_an_error(client, open_call):
    base = begin(client)
    typed = {**POSTED["you"], "phone": "06 12 34 56 7"}
    page = client.post(f"{base}you/", {"wizard-current_step": "you", **typed})
    shown = page.context["form"]
    assert ({name: shown[name].value() for name in typed}, list(shown.errors), DraftStep.objects.get().everything) == (typed, ["phone"], {})
    content = page.content.decode()
    assert content.index('id="trouble"') < content.index('id="id_phone_error"')


def test_an_answer_that_hides_a_question_drops_its_answer(client, open_call):
    base = begin(client)
    fill(client, base)
    client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"], "has_idea": "not_yet"})
    send(client, base)
    assert "project" not in Submission.objects.get().answers


def test_an_unfinished_draft_cannot_be_checked_nor_sent(client, open_call):
    base = begin(client)
    fill(client, base, ("you",))
    key = str(Draft.objects.get().idempotency_key)
    leads = [client.get(f"{base}check/").headers["Location"], client.post(f"{base}check/", {"key": key}).headers["Location"]]
    assert (leads, Submission.objects.count()) == ([f"{base}situation/"] * 2, 0)


@pytest.mark.parametrize("forged", ["project", "", "x", "check", "\x00"])
def test_a_forged_step_is_not_found(client, open_call, forged):
    base = begin(client)
    assert client.post(f"{base}you/", {"wizard-current_step": forged, **POSTED["you"]}).status_code == 404
    assert DraftStep.objects.count() == 0


@pytest.mark.parametrize("step", ["x", "done", "you2", "YOU"])
def test_an_unknown_step_is_not_found(client, open_call, step):
    base = begin(client)
    assert [client.get(f"{base}{step}/").status_code, client.post(f"{base}{step}/", {"wizard-current_step": step}).status_code] == [404, 404]


def test_a_hidden_step_leads_on_and_keeps_nothing(client, open_call):
    import copy

    from tests.factories_forms import JISR

    changed = copy.deepcopy(JISR)
    changed["steps"][2]["show_if"] = {"key": "has_idea", "in": ["yes"]}
    form(definition=changed)
    base = begin(client)
    fill(client, base, ("you",))
    client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"], "has_idea": "not_yet"})
    leads = [
        client.get(f"{base}project/").headers["Location"],
        client.post(f"{base}project/", {"wizard-current_step": "project", **POSTED["project"]}).headers["Location"],
    ]
    assert (leads, DraftStep.objects.filter(step="project").count()) == ([f"{base}check/"] * 2, 0)


def test_an_answer_that_opens_the_next_step_leads_to_it(client, open_call):
    import copy

    from tests.factories_forms import JISR

    changed = copy.deepcopy(JISR)
    changed["steps"][2]["show_if"] = {"key": "has_idea", "in": ["yes"]}
    form(definition=changed)
    base = begin(client)
    fill(client, base, ("you",))
    saved = client.post(f"{base}situation/", {"wizard-current_step": "situation", **POSTED["situation"], "has_idea": "yes"})
    assert saved.headers["Location"] == f"{base}project/"


def test_a_draft_keeps_the_version_it_was_begun_with(client, open_call):
    import copy

    from tests.factories_forms import JISR

    base = begin(client)
    changed = copy.deepcopy(JISR)
    changed["steps"][0]["key"] = "renamed"
    form(definition=changed)
    assert client.get(f"{base}you/").status_code == 200


def test_no_answer_and_no_code_is_ever_in_an_address(client, open_call):
    base = begin(client)
    addresses = [fill(client, base, (step,)) for step in STEPS] + [send(client, base)]
    page = client.get(f"{base}receipt/")
    secrets = [*POSTED["you"].values(), page.context["secret"].replace(" ", ""), Submission.objects.get().reference, page.wsgi_request.key.code]
    assert [secret for secret in secrets for address in addresses if secret in address] == []


def test_pages_of_the_form_are_never_kept_and_wear_the_short_head(client, open_call):
    base = begin(client)
    fill(client, base)
    pages = [client.get(address) for address in (f"{base}you/", f"{base}check/", "/ar/apply/registration/", "/ar/track/", "/ar/resume/")]
    assert [("no-store" in page.headers["Cache-Control"], page.wsgi_request.portal_service) for page in pages] == [(True, True)] * 5
