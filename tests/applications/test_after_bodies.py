"""After sending, for a body whose file is shared: correct, send again, withdraw, and an extension of the call."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.models import Submission, SubmissionVersion
from forms_app.calls.models import Call
from tests.applications.test_journey import fill, send
from tests.applications.test_share import base, body_call, colleague_of, saved  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client, base):  # noqa: F811
    """A shared file that was sent; the colleague's browser."""
    other = colleague_of(client, base)
    fill(client, base, ("situation", "project"))
    send(client, base)
    return other


def test_the_last_version_sent_counts_whoever_corrected_it(client, base, sent):  # noqa: F811
    client.post(f"{base}correct/")
    answer = sent.post(f"{base}situation/", saved("situation", experience="over_10"))
    between = Submission.objects.get()
    assert (answer.status_code, between.version, between.experience) == (302, 1, "1_5")
    send(client, base)
    again = Submission.objects.get()
    assert (again.reference, again.version, again.experience, SubmissionVersion.objects.get().number) == (between.reference, 2, "over_10", 1)
    assert sent.get(f"{base}situation/", follow=True).status_code == 403


def test_a_withdrawn_file_opens_to_nobody_for_correction(client, base, sent):  # noqa: F811
    client.post(f"{base}withdraw/", {"sure": "yes"})
    client.post(f"{base}correct/")
    answers = [browser.post(f"{base}situation/", saved("situation", experience="over_10"), follow=True).status_code for browser in (client, sent)]
    assert (answers, Submission.objects.get().status, Submission.objects.get().experience) == ([200, 403], "withdrawn", "1_5")


def test_an_extension_opens_the_correction_again(client, base, sent):  # noqa: F811
    now = timezone.now()
    statuses = []
    for closes in (now - dt.timedelta(hours=1), now + dt.timedelta(days=3)):
        Call.objects.update(closes_at=closes)
        client.post(f"{base}correct/")
        statuses.append(client.get(f"{base}situation/").status_code)
    send(client, base)
    assert (statuses, Submission.objects.get().version) == ([302, 200], 2)


def test_the_whole_closing_minute_is_theirs(client, base, sent):  # noqa: F811
    import time_machine

    client.post(f"{base}correct/")
    closes = (timezone.now() + dt.timedelta(hours=2)).replace(second=0, microsecond=0)
    Call.objects.update(closes_at=closes)
    versions = []
    for second in (60, 59):
        with time_machine.travel(closes + dt.timedelta(seconds=second), tick=False):
            client.post(f"{base}check/", {"key": Submission.objects.get().idempotency_key})
        versions.append(Submission.objects.get().version)
    assert versions == [1, 2]
