"""Where the pages that tell a colleague what she may not do, or may take over, lead her on to."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from forms_app.applications.models import Draft, Submission
from forms_app.applications.services import record_outcome
from forms_app.applications.services.share import live_shares, offer_draft
from forms_app.calls.models import Call
from tests.applications.test_journey import begin, fill, send
from tests.applications.test_share import colleague_of
from tests.factories_forms import call, commune, form, region, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(client) -> str:
    """A file of a body that is filled in and not sent."""
    form()
    commune()
    call(slug="registration", kind=Call.Kind.ASSOCIATIONS)
    base = begin(client)
    fill(client, base)
    return base


@pytest.fixture
def other(client, base) -> Client:
    """The browser of a colleague to whom the file is offered."""
    other, draft = colleague_of(client, base), Draft.objects.get()
    offer_draft(draft=draft, pk=live_shares(draft=draft).get().pk, stays=False, at=timezone.now())
    return other


def way_on(page: HttpResponse) -> str:
    """Address of the button that leads on with the file; empty without one."""
    found = re.search(r'<a class="button[^"]*" href="([^"]+/check/)"', page.content.decode())
    return found[1] if found else ""


def unsent(_client: Client, _base: str) -> None:
    """Nothing more."""


def reopened(client: Client, base: str) -> None:
    send(client, base)
    client.post(f"{base}correct/")


@pytest.mark.parametrize("lately", [unsent, reopened])
@pytest.mark.parametrize("where", ["receipt", "take-over"])
def test_who_helps_goes_on_with_the_file_also_while_it_is_corrected(client, base, other, lately: Callable, where: str):
    lately(client, base)
    shown = other.get(f"{base}{where}/")
    assert way_on(shown) == f"{base}check/"
    assert other.get(way_on(shown)).context["helping"] is True


def test_a_correction_that_can_no_longer_be_sent_is_nobodys_to_fill_in(client, base, other):
    reopened(client, base)
    record_outcome(submission=Submission.objects.get(), outcome="under_review", by=staff(), at=timezone.now())
    page = other.get(f"{base}receipt/")
    assert (page.status_code, page.context["filled_in"], way_on(page)) == (403, False, "")


def test_a_colleague_in_whose_place_the_call_is_not_is_told_so_and_led_to_the_step_that_asks_for_it(client):
    form()
    commune()
    call(slug="registration", kind=Call.Kind.ASSOCIATIONS, regions=[region("oriental", "02", ar="الشرق", fr="Oriental")])
    call(slug="hers", kind=Call.Kind.ASSOCIATIONS)
    base = begin(client)
    fill(client, base)
    other = colleague_of(client, base)
    page = other.get(f"{base}check/", follow=True)
    assert (page.status_code, page.context["offered"], f'href="{base}you/"' in page.content.decode()) == (200, [], True)
    assert (other.post(f"{base}elsewhere/", {"call": "hers"}).status_code, Draft.objects.count()) == (403, 1)
    assert [one["slug"] for one in client.get(f"{base}elsewhere/").context["offered"]] == ["hers"]
