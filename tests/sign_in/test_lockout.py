"""Wrong passwords: the name is refused from that address for a quarter of an hour, nobody else is, and nothing of it is readable."""

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.core.models import ClockRun
from tests.sign_in.ground import LOGIN, PASSWORD, person

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _counting(settings):
    """As everywhere but in tests; at a moment that stands still."""
    settings.AXES_ENABLED = True
    with time_machine.travel("2026-11-25 10:00:10+00:00", tick=False):
        yield


def enter(name: str = "amina", password: str = "wrong", address: str = HERE, **headers: str):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password}, headers={"accept-language": "fr", **headers})


def after(minutes: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timezone.timedelta(minutes=minutes), tick=False)


def locked(name: str = "amina", **where: str) -> None:
    person(name)
    assert [enter(name, **where).status_code for _try in range(5)] == [200] * 4 + [429]


def test_after_five_mistakes_the_right_password_waits_too_and_the_page_says_until_when():
    locked()
    page = enter(password=PASSWORD)
    html = page.content.decode()
    assert (page.status_code, page.headers["Retry-After"], '<html lang="fr"' in html, "no-store" in page.headers["Cache-Control"]) == (429, "900", True, True)
    assert ("11 h 16" in html or "11\xa0h\xa016" in html, PASSWORD in html) == (True, False)
    with after(16):
        assert enter(password=PASSWORD).status_code == 302


def test_tries_while_waiting_make_the_wait_no_longer():
    locked()
    with after(10):
        assert enter(password=PASSWORD).headers["Retry-After"] == "300"
    with after(16):
        assert enter(password=PASSWORD).status_code == 302


def test_one_clerk_s_mistakes_lock_neither_her_colleagues_nor_herself_elsewhere():
    locked()
    person("zineb")
    assert [enter("zineb", PASSWORD).status_code, enter(password=PASSWORD, address=THERE).status_code] == [302, 302]


def test_a_name_is_one_however_it_is_written():
    person()
    assert [enter(name).status_code for name in ("amina", "AMINA", "Amina", "ａmina", "amina")][-1] == 429


def test_the_right_password_forgets_the_mistakes():
    person()
    assert [enter().status_code for _try in range(4)] == [200] * 4
    enter(password=PASSWORD)
    assert ([enter().status_code for _try in range(4)], AccessAttempt.objects.count()) == ([200] * 4, 1)


def test_one_address_that_tries_many_names_is_held_back_whatever_the_name():
    person()
    answers = [enter(f"name-{number}").status_code for number in range(60)]
    assert (set(answers), enter(password=PASSWORD).status_code, enter(password=PASSWORD, address=THERE).status_code) == ({200}, 429, 302)


@pytest.mark.parametrize(("behind", "open_from_elsewhere"), [(True, 302), (False, 429)])
def test_behind_our_proxy_the_address_is_the_visitor_s(settings, behind, open_from_elsewhere):
    settings.BEHIND_PROXY = behind
    locked(**{"x-forwarded-for": f"forged, {HERE}"})
    assert enter(password=PASSWORD, **{"x-forwarded-for": THERE}).status_code == open_from_elsewhere


def test_a_whole_network_of_ipv6_is_one_visitor():
    locked(address="2001:db8::1")
    assert enter(password=PASSWORD, address="2001:db8::2").status_code == 429


def test_neither_names_nor_addresses_nor_what_was_posted_can_be_read():
    for _try in range(2):
        enter("my-password-typed-in-the-wrong-field")
    row = AccessAttempt.objects.values().get()
    told = " ".join(str(value) for value in row.values())
    assert [word for word in ("my-password", HERE, "wrong", "csrf") if word in told] == []
    assert (row["post_data"], row["get_data"], row["http_accept"], row["failures_since_start"]) == ("", "", "", 2)


def test_a_password_reset_needs_no_name_of_hers():
    """The page of the wait offers it; it tells nobody whether an address is known."""
    locked()
    answers = [Client().post("/admin/password_reset/", {"email": address}).headers["Location"] for address in ("amina@example.org", "nobody@example.org")]
    assert len(set(answers)) == 1


def test_every_day_what_brakes_nobody_any_more_is_forgotten():
    enter()
    call_command("clear_sign_ins", verbosity=0)
    assert AccessAttempt.objects.count() == 1
    with after(16):
        call_command("clear_sign_ins", verbosity=0)
    assert (AccessAttempt.objects.count(), ClockRun.objects.get(job="clear_sign_ins").failure) == (0, "")
