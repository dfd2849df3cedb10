"""Guessing, forging and repeating on the applicant's pages."""

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from forms_app.applications import throttle
from forms_app.applications.codes import make_reference, new_resume_code
from forms_app.applications.models import Draft, Submission
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401

pytestmark = pytest.mark.django_db


def receipt(client: Client) -> tuple[str, str]:
    """Reference and secret of a file just sent."""
    base = begin(client)
    fill(client, base)
    context = client.get(send(client, base)).context
    return context["submission"].reference, context["secret"]


def guess(reference: str, secret: str = "00000000", *, address: str = "192.0.2.1", language: str = "fr"):
    return Client(REMOTE_ADDR=address).post(f"/{language}/track/", {"reference": reference, "secret": secret})


def test_a_neighbour_cannot_lock_a_woman_out_of_her_own_file(client, open_call):  # noqa: F811
    """References follow one another, so anybody can write hers."""
    reference, secret = receipt(client)
    for _try in range(30):
        guess(reference)
    assert guess(reference, secret).status_code == 429
    assert guess(reference, secret, address="192.0.2.2").context["submission"].reference == reference


def test_many_addresses_together_are_slowed_down_too(client, open_call):  # noqa: F811
    reference, secret = receipt(client)
    for number in range(100):
        guess(reference, address=f"192.0.2.{number}")
    assert guess(reference, secret, address="198.51.100.1").status_code == 429


def test_one_address_cannot_walk_through_the_references(client, open_call):  # noqa: F811
    """One code tried on every reference finds somebody's file sooner than every code on one reference."""
    statuses = [guess(make_reference(call_number=1012, sequence=number)).status_code for number in range(1, 62)]
    assert statuses == [200] * 60 + [429]


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
@pytest.mark.parametrize("page", ["track", "resume"])
def test_at_the_limit_the_page_says_so_and_keeps_what_was_typed(client, language, page):
    typed = {
        "track": lambda: {"reference": make_reference(call_number=1012, sequence=5), "secret": "1234 5678"},
        "resume": lambda: {"code": new_resume_code()},
    }
    for _try in range(61):
        data = typed[page]()
        response = client.post(f"/{language}/{page}/", data)
    html = response.content.decode()
    assert (response.status_code, f'<html lang="{language}"' in html, response.headers["Retry-After"]) == (429, True, "900")
    assert all(f'value="{value}"' in html for value in data.values())
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize(
    ("behind", "sent", "known"),
    [
        (False, "203.0.113.9", "192.0.2.7"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "forged, 10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (True, "::ffff:203.0.113.9", "203.0.113.9"),
        (True, "", ""),
        (True, "garbage", "garbage"),
    ],
)
def test_behind_a_proxy_visitors_are_told_apart_and_cannot_choose_their_address(settings, behind, sent, known):
    """Otherwise the sixtieth mistake in the country would stop everybody."""
    settings.BEHIND_PROXY = behind
    assert throttle.client_address(RequestFactory().post("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=sent)) == known


def test_a_count_forgotten_while_it_is_raised_is_no_failure_of_ours(monkeypatch):
    def forgotten(key):
        raise ValueError(key)

    monkeypatch.setattr(cache, "add", lambda *_args, **_kwargs: False)
    monkeypatch.setattr(cache, "incr", forgotten)
    throttle.note_failure("track", {"somebody": 1})
    assert throttle.failed_too_often("track", {"somebody": 1})


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_pages_of_an_applicant_are_read_or_posted_to_and_nothing_else(client, open_call, method):  # noqa: F811
    base = begin(client)
    fill(client, base)
    addresses = ["/ar/apply/registration/", f"{base}you/", f"{base}check/", f"{base}receipt/", "/ar/track/", "/ar/resume/"]
    assert {address: getattr(client, method)(address).status_code for address in addresses} == dict.fromkeys(addresses, 405)
    assert (Draft.objects.count(), Submission.objects.count()) == (1, 0)
