"""A file that was sent and is being corrected or completed is unfinished, as one that was never sent: nobody loses its key without a word."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Draft, Submission
from forms_app.applications.services import record_outcome
from portal.core.models import Role
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.applications.test_wizard import to_complete
from tests.factories_forms import call, change_call, staff

pytestmark = pytest.mark.django_db
START = "/ar/apply/registration/"


def corrected(client: Client) -> str:
    """A file that was sent, open to be corrected: the address of its draft."""
    base = begin(client)
    fill(client, base)
    send(client, base)
    client.post(f"{base}correct/")
    return base


def test_another_file_is_not_begun_over_a_correction_without_a_word(client, open_call):  # noqa: F811
    base = corrected(client)
    start = client.get(START)
    asked = client.post(START, {"who": "another"})
    told = "ما أرسلتِه من قبل يبقى صالحا" in asked.content.decode()
    assert (start.context["can_continue"], asked.templates[0].name, told, Draft.objects.count()) == (True, "applications/keep_first.html", True, 1)
    assert client.post(START, {"who": "continue"}).headers["Location"] == f"{base}check/"
    assert client.post(START, {"who": "another", "sure": "yes"}).status_code == 302
    assert client.get(f"{base}check/").status_code == 404


def test_who_completes_a_file_of_a_closed_call_is_led_back_to_it(client, open_call):  # noqa: F811
    base, _sent = to_complete(client, ["phone"])
    change_call(open_call, closes_at=timezone.now() - dt.timedelta(hours=1))
    call(slug="other")
    assert client.post("/ar/apply/other/", {"who": "me"}).templates[0].name == "applications/keep_first.html"
    assert client.post(START, {"who": "continue"}).headers["Location"].startswith(base)


def test_a_correction_that_can_no_longer_be_sent_keeps_nobody_waiting(client, open_call):  # noqa: F811
    corrected(client)
    record_outcome(submission=Submission.objects.get(), outcome="under_review", by=staff(Role.PROGRAMME_MANAGER), at=timezone.now())
    assert client.get(START).context["can_continue"] is False
    assert client.post(START, {"who": "another"}).status_code == 302


def test_correcting_the_same_file_again_from_the_tracking_page_asks_nothing(client, open_call):  # noqa: F811
    base = corrected(client)
    secret = client.get(f"{base}receipt/").context["secret"]
    page = client.post("/ar/track/", {"reference": Submission.objects.get().reference, "secret": secret})
    assert client.post("/ar/track/correct/", {"proof": page.context["proof"]}).headers["Location"] == f"{base}check/"


def test_a_file_to_be_completed_opens_again_at_what_is_asked_and_not_saved_since(client, open_call):  # noqa: F811
    base, _sent = to_complete(client, ["phone", "experience"])
    code = client.get(f"{base}you/").context["code"]
    leads = [Client().post("/ar/resume/", {"code": code}).headers["Location"]]
    client.post(f"{base}you/", {"wizard-current_step": "you", "wizard-version": 1, "phone": "0698765432"})
    leads.append(Client().post("/ar/resume/", {"code": code}).headers["Location"])
    client.post(f"{base}situation/", {"wizard-current_step": "situation", "wizard-version": 1, "experience": "none"})
    leads.append(client.post(START, {"who": "continue"}).headers["Location"])
    assert leads == [f"{base}you/", f"{base}situation/", f"{base}check/"]
