"""What a woman reads of her file when something changed meanwhile: the call closed or was cancelled, the time to complete it is over."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.models import Status, Submission
from forms_app.applications.services import record_outcome
from portal.core.models import Role
from tests.applications.test_after_pages import sent, tracked  # noqa: F401
from tests.applications.test_journey import open_call  # noqa: F401
from tests.factories_forms import change_call, staff

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
