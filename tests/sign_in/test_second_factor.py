"""Between the password and the code nobody is signed in; a code is good once; what is lost can be replaced, and the audit says so."""

import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.core.rotation import encrypted_columns
from portal.core.staff.sign_in.models import Authenticator, BackupCode
from portal.core.staff.sign_in.services import new_secret, spoken_secret, standing_of
from tests.sign_in.ground import (
    LOGIN,
    MINE,
    PASSWORD,
    SET_UP,
    VERIFY,
    acts,
    code_of,
    give,
    hexadecimal,
    inside,
    later,
    person,
    secret_shown,
    signed_in,
    with_authenticator,
)  # fmt: skip

pytestmark = pytest.mark.django_db
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture(autouse=True)
def _required(settings):
    """As in production; at a moment that stands still."""
    settings.SECOND_FACTOR_REQUIRED = True
    with time_machine.travel("2026-11-25 10:00:10+00:00", tick=False):
        yield


# The way in -----------------------------------------------------------------


def test_from_the_password_to_the_screen_she_wanted_with_a_set_up_between(client):
    user = person()
    wanted = client.post(LOGIN, {"username": "amina", "password": PASSWORD, "next": "/admin/account/"}).headers["Location"]
    asked = client.get(wanted).headers["Location"]
    assert (wanted, asked, client.get(asked).headers["Location"]) == ("/admin/account/", f"{VERIFY}?next=%2Fadmin%2Faccount%2F", SET_UP)
    page = client.get(SET_UP)
    closed, spoken = secret_shown(page)
    secret = hexadecimal(spoken)
    done = client.post(SET_UP, {"secret": closed, "code": code_of(secret)})
    assert (len(done.context["codes"]), inside(client), Authenticator.objects.get().secret) == (10, True, secret)
    assert acts() == [("sign_in.set_up", user.pk, str(user.pk))]


def test_with_the_code_she_goes_on_to_where_she_wanted_and_the_session_changes_its_key():
    user = person()
    secret, _codes = with_authenticator(user)
    client = signed_in(user)
    before = client.session.session_key
    answer = give(client, code_of(secret), next="/admin/account/")
    assert (answer.headers["Location"], client.session.session_key == before, inside(client)) == ("/admin/account/", False, True)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(wanted):
    user = person()
    secret, _codes = with_authenticator(user)
    assert give(signed_in(user), code_of(secret), next=wanted).headers["Location"] == "/admin/"


@pytest.mark.parametrize("write", [str, lambda code: f" {code[:3]} {code[3:]} ", lambda code: code.translate(ARABIC_INDIC)], ids=["plain", "blanks", "arabic"])
def test_a_code_is_read_as_people_write_it(write):
    user = person()
    secret, _codes = with_authenticator(user)
    assert give(signed_in(user), write(code_of(secret))).status_code == 302


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12345678901", "²²²²²²"])
def test_what_cannot_be_a_code_is_said_beside_the_field_and_costs_no_try(code):
    user = person()
    with_authenticator(user)
    page = give(signed_in(user), code)
    assert (page.status_code, list(page.context["form"].errors), Authenticator.objects.get().throttling_failure_count) == (200, ["code"], 0)


def test_the_help_and_what_is_wrong_are_read_out_with_the_field():
    user = person()
    with_authenticator(user)
    page = BeautifulSoup(give(signed_in(user), "12").content, "html.parser")
    said = page.find("input", {"name": "code"})["aria-describedby"].split()
    assert (said, [page.find(id=one) is None for one in said]) == (["id_code_helptext", "id_code_error"], [False, False])


def test_a_code_is_good_once_and_so_are_those_before_it():
    user = person()
    secret, _codes = with_authenticator(user)
    code, earlier = code_of(secret), code_of(secret, steps=-1)
    assert give(signed_in(user), code).status_code == 302
    for seen in (code, earlier):
        assert give(signed_in(user), seen).context["form"].non_field_errors()
        Authenticator.objects.update(throttling_failure_count=0)
    with later():
        assert give(signed_in(user), code_of(secret)).status_code == 302


def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong_and_no_more():
    user = person()
    secret, _codes = with_authenticator(user)
    taken = []
    for steps in (-2, -1, 0, 1, 2):
        Authenticator.objects.update(last_step=-1, throttling_failure_count=0)
        taken += [steps] if give(signed_in(user), code_of(secret, steps=steps)).status_code == 302 else []
    assert taken == [-1, 0, 1]


def test_wrong_codes_are_waited_for_longer_and_longer_and_the_page_says_until_when():
    user = person()
    secret, _codes = with_authenticator(user)
    client, waits, at = signed_in(user), [], timezone.now()
    for wait in (1, 2, 4, 8):
        with time_machine.travel(at, tick=False):
            assert give(client, "000000").status_code == 200
            held = give(client, code_of(secret))
            waits.append((held.status_code, int(held.headers["Retry-After"])))
        at += timezone.timedelta(seconds=wait)
    assert (waits, "11:01" in str(held.context["form"].non_field_errors())) == ([(429, 1), (429, 2), (429, 4), (429, 8)], True)
    with time_machine.travel(at, tick=False):
        assert give(client, code_of(secret)).status_code == 302


def test_a_backup_code_is_good_once_and_the_audit_tells(client):
    user = person()
    _secret, codes = with_authenticator(user)
    spaced = f"{codes[0][:5]} {codes[0][5:]}".translate(ARABIC_INDIC)
    assert (give(signed_in(user), spaced).status_code, BackupCode.objects.count()) == (302, 9)
    assert give(signed_in(user), codes[0]).context["form"].non_field_errors()
    assert acts() == [(act, user.pk, str(user.pk)) for act in ("sign_in.set_up", "sign_in.backup_used")]


def test_the_codes_left_are_her_own_and_not_a_colleagues(verified):
    (user, _client, _secret, codes), other = verified, person("zineb")
    with_authenticator(other)
    give(signed_in(user), codes[0])
    assert [standing_of(user=one).codes_left for one in (user, other)] == [9, 10]


# What a password alone cannot do ----------------------------------------------


def test_a_password_alone_sets_up_no_other_authenticator_and_changes_nothing():
    user = person()
    secret, _codes = with_authenticator(user)
    client, other = signed_in(user), person("zineb")
    closed, spoken = secret_shown(signed_in(other).get(SET_UP))
    answers = [
        client.get(SET_UP),
        client.post(SET_UP, {"secret": closed, "code": code_of(hexadecimal(spoken))}),
        client.get(MINE),
        client.post(MINE, {"do": "remove"}),
    ]
    assert [answer.headers["Location"] for answer in answers] == [VERIFY] * 4
    assert (Authenticator.objects.get().secret, inside(client)) == (secret, False)


def test_a_secret_that_is_not_from_her_own_page_is_not_taken():
    user, other = person(), person("zineb")
    closed, spoken = secret_shown(signed_in(other).get(SET_UP))
    client = signed_in(user)
    for forged in (closed, "", "j1.x", new_secret()):
        assert client.post(SET_UP, {"secret": forged, "code": code_of(hexadecimal(spoken))}).status_code == 200
    assert Authenticator.objects.count() == 0


def test_a_page_that_is_looked_at_stores_nothing():
    client = signed_in(person())
    first, second = (secret_shown(client.get(SET_UP))[1] for _twice in range(2))
    assert (first == second, Authenticator.objects.count()) == (False, 0)


def test_nobody_is_asked_for_a_code_without_a_password(client):
    for address in (VERIFY, SET_UP, MINE):
        assert client.get(address).headers["Location"].startswith(LOGIN)


def test_she_can_leave_and_another_can_sign_in_instead(client):
    user = person()
    person("zineb")
    with_authenticator(user)
    client = signed_in(user)
    answer = client.post(LOGIN, {"username": "zineb", "password": PASSWORD})
    assert (answer.status_code, client.get(VERIFY).headers["Location"]) == (302, SET_UP)
    assert (client.post("/admin/second-factor/leave/").headers["Location"], client.get(VERIFY).headers["Location"][: len(LOGIN)]) == (LOGIN, LOGIN)


@pytest.fixture
def verified():
    """Somebody with an authenticator, signed in with its code half a minute ago."""
    user = person()
    secret, codes = with_authenticator(user)
    client = signed_in(user)
    give(client, code_of(secret))
    with later():
        yield user, client, secret, codes


# What is kept, and what is shown ------------------------------------------------------


def test_nothing_that_opens_is_readable_in_the_tables():
    secret, codes = with_authenticator(person())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM sign_in_authenticator")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT mark FROM sign_in_backupcode")
        marks = [row[0] for row in cursor.fetchall()]
    assert (stored[:3], secret in stored, len(set(marks)), any(code in mark for code in codes for mark in marks)) == ("j1.", False, 10, False)
    assert (Authenticator, "secret") in [(column.model, column.field) for column in encrypted_columns()]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_the_screens_speak_the_language_of_her_admin_and_are_kept_nowhere(language, direction):
    user = person()
    UserProfile.objects.create(user=user, preferred_language=language)
    client = signed_in(user)
    page = client.get(SET_UP, headers={"accept-language": "fr" if language == "ar" else "ar"})
    html = page.content.decode()
    assert (f'lang="{language}" dir="{direction}"' in html, "no-store" in page.headers["Cache-Control"], page.context["spoken"] in html) == (True, True, True)
    assert re.search(r'<img class="second-factor__qr" src="data:image/svg\+xml', html)
    assert spoken_secret("00" * 20) == "AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA"
