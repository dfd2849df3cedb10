"""A social centre: one address, one hour, forty women, and the mistakes people make."""

import pytest
from django.test import Client

from forms_app.applications.codes import new_resume_code
from forms_app.applications.models import Submission
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED

pytestmark = pytest.mark.django_db


def test_forty_applications_an_hour_with_mistakes_in_each_meet_no_obstacle(open_call):  # noqa: F811
    """In each: a telephone too short, a commune nobody knows, a wrong code to come back by, and every fourth woman mistypes her tracking code."""
    statuses = set()
    for number in range(40):
        client = Client(REMOTE_ADDR="192.0.2.1")
        base = begin(client, who="another")
        for mistake in ({"phone": "0612"}, {"commune": "لا مكان"}):
            page = client.post(f"{base}you/", {"wizard-current_step": "you", **POSTED["you"], **mistake})
            statuses.add(page.status_code)
            assert list(page.context["form"].errors) == list(mistake)
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
