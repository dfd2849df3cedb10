"""A social centre: one address, one hour, forty women, and the mistakes people make."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forms_app.applications.codes import new_resume_code
from forms_app.applications.models import Submission
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def hour(settings):
    """Forty moments of one hour, with a fifth of every limit."""
    settings.THROTTLES = {
        action: {of: (times // 5 if times > 10 else times, seconds) for of, (times, seconds) in limits.items()} for action, limits in settings.THROTTLES.items()
    }
    begins = timezone.now()

    def moments():
        for number in range(40):
            with time_machine.travel(begins + dt.timedelta(seconds=90 * number), tick=False):
                yield number

    return moments


def test_forty_applications_an_hour_with_mistakes_in_each_meet_no_obstacle(open_call, hour):  # noqa: F811
    """In each: a search, a telephone too short, a commune nobody knows, ten autosaves, a wrong code to come back by; every fourth woman mistypes
    her tracking code."""
    statuses = set()
    for number in hour():
        client = Client(REMOTE_ADDR="192.0.2.1")
        statuses.add(client.get("/ar/search/", {"q": "تعاونية"}).status_code)
        statuses |= {client.get("/ar/search/suggest/", {"q": "تعاونية"[:letters]}).status_code for letters in range(2, 7)}
        base = begin(client, who="another")
        for mistake in ({"phone": "0612"}, {"commune": "لا مكان"}):
            page = client.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"], **mistake})
            statuses.add(page.status_code)
            assert list(page.context["form"].errors) == list(mistake)
        statuses |= {client.post(f"{base}you/autosave/", {"wizard-version": 0, "full_name": "ف" * letters}).status_code for letters in range(1, 11)}
        fill(client, base, ("you",))
        code = client.get(f"{base}situation/").wsgi_request.key.code
        if number % 2:
            statuses.add(Client(REMOTE_ADDR="192.0.2.1").post("/ar/resume/", {"code": new_resume_code()}).status_code)
        client.post("/ar/apply/registration/clear/")
        opened = client.post("/ar/resume/", {"code": code})
        assert opened.headers["Location"] == f"{base}situation/"
        fill(client, base, ("situation", "project"))
        receipt = client.get(send(client, base)).context
        if number % 4 == 0:
            statuses.add(client.post("/ar/track/", {"reference": receipt["submission"].reference, "secret": "00000000"}).status_code)
        found = client.post("/ar/track/", {"reference": receipt["submission"].reference, "secret": receipt["secret"]})
        assert found.context["submission"] == receipt["submission"]
    assert (statuses, Submission.objects.count()) == ({200}, 40)
