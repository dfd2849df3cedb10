"""What a woman reads of her file when something changed meanwhile: the call closed or was cancelled, the time to complete it is over."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.models import Status, Submission, SubmissionAct
from forms_app.applications.services import may_correct, record_outcome, withdraw
from forms_app.applications.words import STATES, time_line
from forms_app.calls.words import why_not_open
from portal.core.formats import format_datetime
from portal.core.models import Role
from portal.core.templatetags.portal_text import portal_date
from tests.applications.test_after_pages import sent, tracked  # noqa: F401
from tests.applications.test_completing import ask
from tests.applications.test_journey import begin, open_call  # noqa: F401
from tests.applications.test_paper import words_of
from tests.factories_forms import POSTED, change_call, staff

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
REASON = {"ar": "سبب الإلغاء", "fr": "Le motif", "zgh": "ⴰ"}


def close(of) -> None:
    change_call(of, closes_at=timezone.now() - HOUR)


def study(of) -> None:
    record_outcome(submission=Submission.objects.get(), outcome=Status.UNDER_REVIEW, by=staff(Role.PROGRAMME_MANAGER), at=timezone.now())


def cancel(of) -> None:
    change_call(of, cancelled_at=timezone.now(), cancel_reason=REASON)


@pytest.mark.parametrize("meanwhile", [close, study, cancel])
def test_a_correction_that_can_no_longer_be_sent_is_said_not_to_count_and_leads_round_in_no_circle(client, sent, meanwhile):  # noqa: F811
    base, submission, _secret = sent
    client.post(f"{base}correct/")
    before = client.get(f"{base}receipt/")
    meanwhile(submission.call)
    after = client.get(f"{base}receipt/")
    assert [(page.context["reopened"], page.context["never_sent"]) for page in (before, after)] == [(True, False), (False, True)]
    assert [f'href="{base}check/"' in page.content.decode() for page in (before, after)] == [True, False]


@pytest.mark.parametrize("meanwhile", [close, cancel])
def test_no_page_of_a_draft_says_until_when_it_can_be_sent_once_it_can_not(client, open_call, meanwhile):  # noqa: F811
    base = begin(client, "fr")
    meanwhile(open_call)
    page, paper = client.get(f"{base}finish-later/"), words_of(client.get(f"{base}form.pdf").content)
    with override("fr"):
        closing = portal_date(open_call.closes_at)
        said = f"Vous pouvez envoyer votre demande jusqu’au {closing}"
        assert (said in page.content.decode(), page.context["why_not"]) == (False, why_not_open(open_call, timezone.now()))
    assert ("jusqu’au" in paper, page.context["code"] in page.content.decode()) == (False, True)


def test_whoever_left_a_correction_that_can_no_longer_be_sent_reads_her_receipt(client, sent):  # noqa: F811
    client.post(f"{sent[0]}correct/")
    open_now = client.get(f"{sent[0]}finish-later/").status_code
    close(sent[1].call)
    assert (open_now, client.get(f"{sent[0]}finish-later/").headers.get("Location")) == (200, f"{sent[0]}receipt/")


def test_a_cancelled_call_promises_nobody_a_decision(client, sent):  # noqa: F811
    cancel(sent[1].call)
    page, receipt = tracked(client, sent), client.get(f"{sent[0]}receipt/")
    with override("ar"):
        line = time_line(Submission.objects.get())
    assert [item["state"] for item in line] == ["done", "now"]
    assert (line[-1]["text"], [item.get("at") is None for item in line]) == (REASON, [False, False])
    assert [REASON["ar"] in shown.content.decode() for shown in (page, receipt)] == [True, True]
    assert page.context["sentence"] == "أُلغي هذا الإعلان."


def test_a_file_of_a_cancelled_call_is_not_completed_any_more(client, sent):  # noqa: F811
    ask(sent[1], "experience")
    submission = Submission.objects.get()
    assert may_correct(submission=submission, at=timezone.now())
    cancel(submission.call)
    page = tracked(client, sent)
    assert (may_correct(submission=submission, at=timezone.now()), page.context["may_correct"], page.context["until"]) == (False, False, "")


def test_when_the_time_to_complete_a_file_is_over_nobody_is_told_that_she_can(client, sent, time_machine):  # noqa: F811
    ask(sent[1], "experience")
    change_call(sent[1].call, closes_at=timezone.now() - HOUR)
    until = Submission.objects.get().acts.latest("pk").until
    with override("fr"):
        said = format_datetime(until)
    pages = []
    for moment in (until, until + dt.timedelta(minutes=1)):
        time_machine.move_to(moment)
        pages.append(client.post("/fr/track/", {"reference": sent[1].reference, "secret": sent[2]}))
    assert [(page.context["may_correct"], page.context["until"]) for page in pages] == [(True, said), (False, "")]
    assert (said in pages[1].context["sentence"], said in pages[0].context["sentence"]) == (True, False)


def test_a_step_that_is_not_asked_any_more_leads_to_what_is(client, sent):  # noqa: F811
    base, submission, _secret = sent
    client.post(f"{base}correct/")
    ask(submission, "phone")
    posted = client.post(f"{base}situation/", {"wizard-current_step": "situation", "wizard-version": "1", **POSTED["situation"], "experience": "over_10"})
    assert (posted.status_code, posted.headers.get("Location")) == (302, f"{base}check/")
    assert client.post(f"{base}nowhere/", {"wizard-current_step": "nowhere"}).status_code == 404


def test_the_paper_of_a_withdrawn_file_says_that_it_is(client, sent):  # noqa: F811
    address = f"{sent[0].replace('/ar/', '/fr/')}receipt.pdf"
    before = words_of(client.get(address).content)
    withdraw(submission=sent[1], at=timezone.now())
    after = words_of(client.get(address).content)
    assert [("Votre demande est envoyée" in text, "Vous avez retiré cette demande." in text) for text in (before, after)] == [(True, False), (False, True)]


@pytest.mark.parametrize("meanwhile", [study, cancel, None])
def test_nothing_says_that_a_file_can_be_completed_here_once_it_cannot(client, sent, open_call, meanwhile):  # noqa: F811
    ask(sent[1], "phone")
    until = format_datetime(sent[1].acts.get(kind="outcome").until)
    may = [item["text"] for item in time_line(Submission.objects.get())]
    if meanwhile:
        meanwhile(open_call)
    else:
        change_call(open_call, closes_at=timezone.now() - 2 * HOUR)
        SubmissionAct.objects.filter(kind="outcome").update(until=timezone.now() - HOUR)
        until = format_datetime(sent[1].acts.get(kind="outcome").until)
    said = [str(item["text"]) for item in time_line(Submission.objects.get())]
    missing = "ينقص شيء في ملفك."
    assert (STATES[Status.TO_COMPLETE] in may, STATES[Status.TO_COMPLETE] in said) == (True, False)
    assert [text.endswith(f"{until}.") for text in said if text.startswith(missing)] == [True]
