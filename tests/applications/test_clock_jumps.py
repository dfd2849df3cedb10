"""The server's clock is set two hours ahead, and back, while a woman applies: nothing is lost, nothing is twice, and she notices nothing."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Submission
from portal.core.audit import seal_entries, verify_chain
from tests.factories_forms import POSTED, call, commune, form

pytestmark = pytest.mark.django_db
HOURS = dt.timedelta(hours=2)


def send(browser: Client, base: str) -> str:
    key = re.search(r'name="key" value="([^"]+)"', browser.get(f"{base}check/").content.decode()).group(1)
    browser.post(f"{base}check/", {"key": key})
    return re.search(r"receipt__ref[^>]*>(\d{4}-\d{6}-\d)<", browser.get(f"{base}receipt/").content.decode()).group(1)


def send_again(browser: Client, base: str) -> str:
    """She presses back, and the button once more."""
    return re.search(r"receipt__ref[^>]*>(\d{4}-\d{6}-\d)<", browser.get(f"{base}check/", follow=True).content.decode()).group(1)


@pytest.mark.parametrize("jumps", [(HOURS, dt.timedelta(0), HOURS, dt.timedelta(0)), (-HOURS, HOURS, -HOURS, HOURS)], ids=["ahead-and-back", "back-and-ahead"])
def test_a_clock_that_jumps_loses_nothing_and_gives_no_number_twice(jumps: tuple[dt.timedelta, ...]) -> None:
    form()
    commune()
    call(slug="open")
    began, references = timezone.now(), []
    with time_machine.travel(began, tick=True) as clock:
        for jump in jumps:
            browser = Client()
            browser.get("/ar/apply/open/")
            base = browser.post("/ar/apply/open/", {"who": "me"}).headers["Location"].removesuffix("you/")
            for step, answers in POSTED.items():
                assert browser.post(f"{base}{step}/", {"wizard-current_step": step, **answers}).status_code == 302
                clock.move_to(began + jump)
            references.append(send(browser, base))
            clock.move_to(began)
            assert send_again(browser, base) == references[-1]
            seal_entries()
    assert sorted(reference[5:11] for reference in references) == ["000001", "000002", "000003", "000004"]
    assert list(Submission.objects.order_by("pk").values_list("reference", flat=True)) == references
    assert verify_chain().broken_at == 0
