"""Tabs, phones, languages and corrections: what the steps do when somebody does not go straight through."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import DraftStep, Submission
from forms_app.applications.services import record_outcome
from forms_app.calls.models import Call
from portal.core.models import Role
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, call, form, staff

pytestmark = pytest.mark.django_db


def posted(step: str, version: object, **changes: object) -> dict:
    return {"wizard-current_step": step, "wizard-version": version, **POSTED[step], **changes}


def saved(step: str) -> dict:
    return DraftStep.objects.get(step=step).everything


def test_a_page_carries_the_version_it_was_filled_in_from(client, open_call):  # noqa: F811
    base = begin(client)
    before = client.get(f"{base}you/").context["version"]
    fill(client, base, ("you",))
    assert (before, client.get(f"{base}you/").context["version"]) == (0, 1)


def test_two_tabs_on_one_step_show_both_answers_and_overwrite_nothing(client, open_call):  # noqa: F811
    base = begin(client)
    client.post(f"{base}you/", posted("you", 0, full_name="أولى"))
    page = client.post(f"{base}you/", posted("you", 0, full_name="ثانية"))
    pairs = [(pair["name"], pair["mine"][0]["value"], pair["theirs"][0]["value"]) for pair in page.context["pairs"]]
    assert (page.status_code, pairs, saved("you")["full_name"]) == (409, [("wizard-take-full_name", "ثانية", "أولى")], "أولى")


@pytest.mark.parametrize(("take", "name"), [("mine", "ثانية"), ("saved", "أولى")])
def test_she_chooses_question_by_question(client, open_call, take, name):  # noqa: F811
    base = begin(client)
    client.post(f"{base}you/", posted("you", 0, full_name="أولى", marital_status="single"))
    page = client.post(f"{base}you/", posted("you", 0, full_name="ثانية", marital_status="widowed"))
    choice = {"wizard-take-full_name": take, "wizard-take-marital_status": "mine"}
    answer = client.post(f"{base}you/", dict(page.context["kept"]) | choice)
    assert (answer.status_code, saved("you")["full_name"], saved("you")["marital_status"]) == (302, name, "widowed")


def test_a_third_save_in_between_is_shown_again(client, open_call):  # noqa: F811
    base = begin(client)
    client.post(f"{base}you/", posted("you", 0, full_name="أولى"))
    page = client.post(f"{base}you/", posted("you", 0, full_name="ثانية"))
    client.post(f"{base}you/", posted("you", 1, full_name="ثالثة"))
    answer = client.post(f"{base}you/", dict(page.context["kept"]))
    assert (answer.status_code, saved("you")["full_name"]) == (409, "ثالثة")


def test_the_same_answers_twice_are_no_conflict(client, open_call):  # noqa: F811
    base = begin(client)
    answers = [client.post(f"{base}you/", posted("you", 0)).status_code for _click in range(2)]
    assert (answers, DraftStep.objects.get().version) == ([302, 302], 1)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "١"])
def test_a_forged_version_saves_nothing_wrong(client, open_call, version):  # noqa: F811
    base = begin(client)
    client.post(f"{base}you/", posted("you", 0, full_name="أولى"))
    status = client.post(f"{base}you/", posted("you", version, full_name="ثانية")).status_code
    assert (status, saved("you")["full_name"]) == ((302, "ثانية") if version in {"", "x", "-1", "١"} else (409, "أولى"))


def test_a_second_language_is_shown_beneath_and_nothing_typed_is_lost(client, open_call):  # noqa: F811
    base = begin(client, "ar")
    answer = client.post(f"{base}you/", posted("you", 0, full_name="نصف اسم", phone="06") | {"wizard-go": "also-fr"})
    page = client.get(answer.headers["Location"])
    content = page.content.decode()
    assert (answer.headers["Location"], "Nom complet" in content, "نصف اسم" in content, [one["code"] for one in page.context["second"] if one["on"]]) == (
        f"{base}you/", True, True, ["fr"],
    )  # fmt: skip
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-go": "also-"})
    assert "Nom complet" not in client.get(f"{base}you/").content.decode()


def test_another_language_that_is_none_is_not_believed(client, open_call):  # noqa: F811
    base = begin(client)
    client.cookies["also"] = '"><script>'
    assert [one["code"] for one in client.get(f"{base}you/").context["second"] if one["on"]] == [""]


@pytest.mark.parametrize(("where", "leads"), [("later", "finish-later/"), ("clear", None)])
def test_leaving_keeps_what_is_typed_right_or_not(client, open_call, where, leads):  # noqa: F811
    base = begin(client)
    answer = client.post(f"{base}you/", posted("you", 0, phone="06") | {"wizard-go": where})
    row = DraftStep.objects.get()
    assert (answer.headers["Location"], row.typed["phone"], row.everything, row.version) == (
        f"{base}{leads}" if leads else "/ar/apply/registration/?cleared", ["06"], {}, 0,
    )  # fmt: skip


def to_complete(client: Client, questions: list[str]) -> tuple[str, Submission]:
    """A file that was sent and must be completed; reopened."""
    base = begin(client)
    fill(client, base)
    send(client, base)
    sent = Submission.objects.get()
    now = timezone.now()
    record_outcome(
        submission=sent, outcome="to_complete", by=staff(Role.PROGRAMME_MANAGER), at=now, until=now + timezone.timedelta(days=3), questions=questions
    )
    client.post(f"{base}correct/")
    return base, sent


def test_only_the_named_questions_are_asked_and_the_other_answers_stay(client, open_call):  # noqa: F811
    base, sent = to_complete(client, ["phone", "experience"])
    pages = [client.get(f"{base}{step}/") for step in ("you", "situation")]
    asked = [[question.key for question in page.context["form"].asked] for page in pages]
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 1, "phone": "0698765432", "full_name": "x"})
    lead = client.post(f"{base}situation/", {"wizard-current_step": "situation", "wizard-version": 1, "experience": "none"}).headers["Location"]
    assert (asked, lead, send(client, base)) == ([["phone"], ["experience"]], f"{base}check/", f"{base}receipt/")
    sent.refresh_from_db()
    assert (sent.phone, sent.full_name, sent.experience, sent.education_level, sent.version, sent.status) == (
        "+212698765432", POSTED["you"]["full_name"], "none", "primary", 2, "received",
    )  # fmt: skip


def cleared(client: Client, address: str) -> tuple[str | None, str]:
    """“Finish and clear this phone”, from a page opened before anything was saved: where it leads, and the key left in the browser."""
    answer = client.post(address, posted("you", 0, full_name="من نافذة قديمة") | {"wizard-go": "clear"})
    return answer.headers.get("Location"), client.cookies["file"].value


def test_the_phone_is_cleared_whatever_became_of_the_step_meanwhile(client, open_call):  # noqa: F811
    base = begin(client)
    key = client.cookies["file"].value
    fill(client, base)
    left = [cleared(client, f"{base}you/")]
    client.cookies["file"] = key
    page = client.get(f"{base}you/")
    assert (page.context["form"]["full_name"].value(), saved("you")["full_name"]) == ("من نافذة قديمة", POSTED["you"]["full_name"])
    assert client.post(f"{base}you/", posted("you", page.context["version"], full_name="من نافذة قديمة")).status_code == 409  # both are shown
    send(client, base)
    left.append(cleared(client, f"{base}you/"))
    late = begin(client)
    Call.objects.update(closes_at=timezone.now() - timezone.timedelta(hours=1))
    left.append(cleared(client, f"{late}you/"))
    assert left == [("/ar/apply/registration/?cleared", "")] * 3


def test_a_step_without_a_named_question_is_closed(client, open_call):  # noqa: F811
    base, _sent = to_complete(client, ["phone"])
    answers = [client.get(f"{base}project/"), client.post(f"{base}project/", posted("project", 1, project="آخر"))]
    assert ([answer.status_code for answer in answers], saved("project")["project"]) == ([302, 302], POSTED["project"]["project"])


def test_a_file_that_was_sent_is_not_filled_in_any_more(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    send(client, base)
    answers = [client.get(f"{base}you/"), client.post(f"{base}you/", posted("you", 1, full_name="أخرى")), client.post(f"{base}you/autosave/", posted("you", 1))]
    assert ([(answer.status_code, answer.headers.get("Location")) for answer in answers], saved("you")["full_name"]) == (
        [(302, f"{base}receipt/"), (302, f"{base}receipt/"), (410, None)], POSTED["you"]["full_name"],
    )  # fmt: skip


def test_corrections_use_every_step_until_they_are_sent_again(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    send(client, base)
    client.post(f"{base}correct/")
    client.post(f"{base}you/", posted("you", 1, full_name="اسم مصحح"))
    send(client, base)
    sent = Submission.objects.get()
    assert (sent.full_name, sent.version, client.get(f"{base}you/").headers["Location"]) == ("اسم مصحح", 2, f"{base}receipt/")


def test_an_unfinished_file_of_another_call_is_not_lost_without_a_word(client, open_call):  # noqa: F811
    base = begin(client)
    call(slug="other")
    page = client.post("/ar/apply/other/", {"who": "me"})
    code = client.get(f"{base}you/").context["code"]
    start = client.get("/ar/apply/other/")
    assert (page.templates[0].name, page.context["code"], start.context["elsewhere"]) == ("applications/keep_first.html", code, True)
    assert client.post("/ar/apply/other/", {"who": "continue"}).headers["Location"] == f"{base}you/"
    sure = client.post("/ar/apply/other/", {"who": "me", "sure": "yes"})
    assert (sure.headers["Location"].startswith("/ar/apply/other/"), client.get(f"{base}you/").status_code) == (True, 404)


def test_the_start_page_says_how_long_until_when_and_for_whom(client, open_call):  # noqa: F811
    page = client.get("/fr/apply/registration/")
    assert (page.context["steps"], page.context["minutes"], page.context["weight"], page.context["registered_before"]) == (3, 10, 250, False)


def test_somebody_registered_before_is_told(client, open_call):  # noqa: F811
    words = {"ar": "هل سجلت من قبل؟", "fr": "Déjà inscrite ?"}
    question = {"key": "b", "type": "yes_no", "label": words, "standard": "registered_before"}
    form("before", {"title": words, "steps": [{"key": "a", "title": words, "questions": [question]}]})
    call(slug="with-sentence", form_key="before")
    assert client.get("/fr/apply/with-sentence/").context["registered_before"] is True


@pytest.mark.parametrize("sending", [False, True])
def test_the_check_page_leads_to_an_answer_that_holds_no_longer_and_says_which(client, open_call, sending):  # noqa: F811
    base = begin(client)
    fill(client, base)
    key = client.get(f"{base}check/").context["key"]
    row = DraftStep.objects.get(step="situation")
    DraftStep.objects.filter(pk=row.pk).update(answers=row.answers | {"education_level": "no-longer-a-choice"})
    there = client.post(f"{base}check/", {"key": key}) if sending else client.get(f"{base}check/")
    page = client.get(there.headers["Location"]).content.decode()
    assert there.headers["Location"] == f"{base}situation/?check"
    assert re.findall(r'<li><a href="#([a-z_]+)', page.partition('id="trouble"')[2]) == ["id_education_level"]
    answer = client.post(there.headers["Location"], posted("situation", row.version))
    assert (answer.headers["Location"], send(client, base)) == (f"{base}check/", f"{base}receipt/")


def test_a_step_opened_from_the_check_page_to_change_an_answer_says_nothing_is_wrong(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    pages = [client.get(f"{base}{step}/?check").content.decode() for step in POSTED]
    assert ['id="trouble"' in page for page in pages] == [False] * 3
