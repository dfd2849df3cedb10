"""After sending, page by page: what can be opened again, from where, and by whom."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.utils import timezone

from forms_app.applications.models import Status, Submission, TrackingCode
from forms_app.applications.services import record_outcome
from forms_app.applications.views.common import MAX_FIELDS
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client, open_call):  # noqa: F811
    """A file sent from this browser: its address, and what its receipt says."""
    base = begin(client)
    fill(client, base)
    receipt = client.get(send(client, base))
    return base, Submission.objects.get(), receipt.context["secret"]


def tracked(client, sent):
    """The page of the file, opened by number and secret."""
    return client.post("/ar/track/", {"reference": sent[1].reference, "secret": sent[2]})


def test_the_receipt_leads_to_a_correction_and_back(client, sent):
    base, submission, secret = sent
    assert client.post(f"{base}correct/").headers["Location"] == f"{base}check/"
    answer = client.post(f"{base}situation/?check", {"wizard-current_step": "situation", "wizard-version": "1", **POSTED["situation"], "experience": "over_10"})
    assert (answer.headers["Location"], send(client, base)) == (f"{base}check/", f"{base}receipt/")
    again = Submission.objects.get()
    assert (again.version, again.experience, again.reference, client.get(f"{base}receipt/").context["secret"]) == (2, "over_10", submission.reference, secret)


def test_another_language_chosen_on_a_page_that_asks_whether_she_is_sure_leads_to_where_she_began(client, sent):
    base, submission, _secret = sent
    proof = tracked(client, sent).context["proof"]
    asked = client.post("/ar/track/withdraw/", {"proof": proof}).content.decode()
    addresses = ["/fr/track/withdraw/", "/fr/track/erase/", "/fr/track/correct/", f"{base}correct/".replace("/ar/", "/fr/")]
    found = [(answer.status_code, answer.headers.get("Location")) for answer in map(client.get, addresses)]
    assert ('href="/fr/track/withdraw/"' in asked, found) == (True, [*[(302, "/fr/track/")] * 3, (302, f"{base}receipt/".replace("/ar/", "/fr/"))])
    submission.refresh_from_db()
    assert (submission.status, submission.draft.reopened_at) == (Status.RECEIVED, None)


def test_whoever_has_proven_it_corrects_from_another_phone(client, sent):
    from django.test import Client

    other = Client()
    proof = tracked(other, sent).context["proof"]
    answer = other.post("/ar/track/correct/", {"proof": proof})
    assert (answer.headers["Location"], other.get(answer.headers["Location"]).status_code) == (f"{sent[0]}check/", 200)
    assert other.get(f"{sent[0]}receipt/").context["secret"] == ""


def test_correcting_takes_the_key_of_no_other_unfinished_file_without_asking(client, sent):
    """On the computer of a social centre: another woman's file is open, and its code is shown nowhere else."""
    from django.test import Client

    shared = Client()
    other = begin(shared)
    code = shared.get(f"{other}finish-later/").context["code"]
    proof = tracked(shared, sent).context["proof"]
    asked = shared.post("/ar/track/correct/", {"proof": proof})
    still = shared.get(f"{other}you/").status_code
    told = (asked.status_code, asked.context["code"], asked.context["kept"], Submission.objects.get().draft.reopened_at)
    answer = shared.post("/ar/track/correct/", {"proof": proof, "sure": "yes"})
    assert (told, still) == ((200, code, [("proof", proof)], None), 200)
    assert (answer.headers["Location"], shared.get(answer.headers["Location"]).status_code) == (f"{sent[0]}check/", 200)


def test_the_browser_that_sent_it_keeps_the_code_when_it_corrects_from_the_tracking_page(client, sent):
    proof = tracked(client, sent).context["proof"]
    assert client.post("/ar/track/correct/", {"proof": proof}).headers["Location"] == f"{sent[0]}check/"
    assert client.get(f"{sent[0]}receipt/").context["secret"] == sent[2]


def test_a_file_to_complete_opens_at_the_question_that_lacks(client, sent):
    submission = sent[1]
    until = timezone.now() + dt.timedelta(days=3)
    record_outcome(submission=submission, outcome=Status.TO_COMPLETE, by=staff(), at=timezone.now(), until=until, questions=["experience"])
    page = tracked(client, sent)
    address = client.post("/ar/track/correct/", {"proof": page.context["proof"]}).headers["Location"]
    assert (address, list(client.get(address).context["form"].fields)) == (f"{sent[0]}situation/", ["experience"])
    client.post(address, {"wizard-current_step": "situation", "wizard-version": "1", "experience": "6_10"})
    check = client.get(f"{sent[0]}check/")
    changed = re.findall(r'<section class="answers">.*?</section>', check.content.decode(), re.DOTALL)
    assert ["?check" in group for group in changed] == [False, True, False]
    send(client, sent[0])
    done = Submission.objects.get()
    assert (done.status, done.experience, done.education_level, done.version) == ("received", "6_10", submission.education_level, 2)


def test_what_was_typed_and_not_saved_is_told_before_sending(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    client.post(f"{base}you/autosave/", {**POSTED["you"], "wizard-version": "1", "full_name": "اسم آخر"})
    told = client.get(f"{base}check/").content.decode().partition('<section class="answers">')[0]
    assert re.findall(r'class="more" href="([^"]+)"', told) == [f"{base}you/?check"]


def test_withdrawing_is_asked_twice_and_ends_the_file(client, sent):
    base = sent[0]
    asked = client.post(f"{base}withdraw/", {})
    assert (asked.status_code, Submission.objects.get().status) == (200, "received")
    assert client.post(f"{base}withdraw/", {"sure": "yes"}).headers["Location"] == f"{base}receipt/"
    page = tracked(client, sent)
    assert (Submission.objects.get().status, page.context["may_correct"], page.context["may_withdraw"]) == ("withdrawn", False, False)


def test_a_correction_that_a_decision_overtook_is_not_offered_to_be_gone_on_with(client, sent):
    """The button led back to the same receipt."""
    client.post(f"{sent[0]}correct/")
    offered = [f"{sent[0]}check/" in client.get(f"{sent[0]}receipt/").content.decode()]
    record_outcome(submission=Submission.objects.get(), outcome="not_selected", by=staff(), at=timezone.now())
    assert [*offered, f"{sent[0]}check/" in client.get(f"{sent[0]}receipt/").content.decode()] == [True, False]


@pytest.mark.parametrize(
    "proof",
    ["", "x", "1:2:3", signing.dumps(1), signing.dumps(1, salt="other"), "\x00"],
    ids=["empty", "word", "three parts", "no salt", "other salt", "NUL"],  # a signature tells the second it was made: two workers would not name it alike
)
@pytest.mark.parametrize("address", ["/ar/track/correct/", "/ar/track/withdraw/"])
def test_a_forged_proof_opens_nothing(client, sent, address, proof):
    answer = client.post(address, {"proof": proof, "sure": "yes"})
    assert (answer.headers["Location"], Submission.objects.get().status) == ("/ar/track/?again=1", "received")


def test_a_proof_is_good_for_half_an_hour(client, sent, time_machine):
    proof = tracked(client, sent).context["proof"]
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=31))
    to_the_form = client.post("/ar/track/withdraw/", {"proof": proof, "sure": "yes"}).headers["Location"]
    says_why = ["بقيت هذه الصفحة مفتوحة" in client.get(address).content.decode() for address in (to_the_form, "/ar/track/")]
    assert (to_the_form, says_why) == ("/ar/track/?again=1", [True, False])
    assert Submission.objects.get().status == "received"


def test_a_code_by_message_is_asked_for_alike_whether_the_file_exists_or_not(client, sent):
    from forms_app.applications.codes import make_reference

    Submission.objects.update(phone_owner="mine")
    pages = [client.post("/fr/track/code/", {"reference": reference}) for reference in (sent[1].reference, make_reference(call_number=1999, sequence=1))]
    texts = {re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages}
    assert ([page.status_code for page in pages], len(texts), TrackingCode.objects.count()) == ([200, 200], 1, 1)


def test_only_the_browser_that_sent_it_gets_the_paper(client, sent):
    from django.test import Client

    paper = client.get(f"{sent[0]}receipt.pdf")
    assert (paper.status_code, paper.headers["Content-Type"], paper.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert Client().get(f"{sent[0]}receipt.pdf").status_code == 404


def test_a_page_takes_no_more_fields_than_a_step_can_have(client, open_call):  # noqa: F811
    base = begin(client)
    many = {f"x{number}": "1" for number in range(MAX_FIELDS + 1)}
    assert client.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"], **many}).status_code == 400


def test_one_button_stands_out_on_the_receipt(client, sent):
    base = sent[0]
    buttons = []
    for _state in ("sent", "reopened"):
        buttons.append(re.findall(r'<(?:a|button) class="button"[^>]*href="[^"]*/([^/"]+/?)"', client.get(f"{base}receipt/").content.decode()))
        client.post(f"{base}correct/")
    assert buttons == [["receipt.pdf"], ["check/"]]


def test_a_file_that_can_no_longer_be_withdrawn_is_not_asked_whether_it_should_be(client, sent):
    base, submission, _secret = sent
    proof = tracked(client, sent).context["proof"]
    record_outcome(submission=submission, outcome=Status.SELECTED, by=staff(), at=timezone.now())
    asked = client.get(f"{base}withdraw/")
    page = client.post("/ar/track/withdraw/", {"proof": proof})
    assert (asked.headers.get("Location"), page.context["may_withdraw"]) == (f"{base}receipt/", False)
