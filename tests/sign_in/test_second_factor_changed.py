"""The second factor replaced, removed, reset by somebody else, or not required."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.core.models import Role
from portal.core.staff.sign_in.models import Authenticator, BackupCode
from tests.factories_forms import staff
from tests.sign_in.ground import (
    MINE,
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

from .test_second_factor import _required, verified  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_the_authenticator_is_replaced_with_a_code_of_the_old_one(verified):  # noqa: F811
    _user, client, secret, _codes = verified
    closed, spoken = secret_shown(client.get(SET_UP))
    fresh = hexadecimal(spoken)
    refused = client.post(SET_UP, {"secret": closed, "code": code_of(fresh), "current": "000000"})
    Authenticator.objects.update(throttling_failure_count=0)
    done = client.post(SET_UP, {"secret": closed, "code": code_of(fresh), "current": code_of(secret)})
    assert (bool(refused.context["form"].non_field_errors()), len(done.context["codes"]), inside(client)) == (True, 10, True)
    assert (Authenticator.objects.get().secret, [act for act, _by, _of in acts()]) == (fresh, ["sign_in.set_up", "sign_in.replaced"])


def test_new_backup_codes_end_the_old_ones(verified):  # noqa: F811
    user, client, secret, codes = verified
    fresh = client.post(MINE, {"code": code_of(secret), "do": "codes"}).context["codes"]
    assert (len(fresh), BackupCode.objects.count(), acts()[-1]) == (10, 10, ("sign_in.backup_made", user.pk, str(user.pk)))
    assert give(signed_in(user), codes[0]).status_code == 200
    with later():
        assert give(signed_in(user), fresh[0]).status_code == 302


def test_removed_it_is_set_up_again_at_once(verified):  # noqa: F811
    user, client, secret, _codes = verified
    gone = client.post(MINE, {"code": code_of(secret), "do": "remove"})
    assert (gone.headers["Location"], inside(client), client.get(VERIFY).headers["Location"]) == (SET_UP, False, SET_UP)
    assert (Authenticator.objects.count(), acts()[-1]) == (0, ("sign_in.removed", user.pk, str(user.pk)))


def test_one_s_own_is_not_changed_without_a_code(verified):  # noqa: F811
    _user, client, _secret, _codes = verified
    for do in ("remove", "codes"):
        client.post(MINE, {"do": do})
    assert (Authenticator.objects.count(), BackupCode.objects.count(), len(acts())) == (1, 10, 1)


# Somebody else's -----------------------------------------------------------------


def test_an_administrator_resets_a_lost_one_and_the_sessions_it_opened_end(verified):  # noqa: F811
    user, client, _secret, _codes = verified
    chief = person("chief")
    secret, _unused = with_authenticator(chief)
    hers = signed_in(chief)
    give(hers, code_of(secret))
    address = f"/admin/people/{user.pk}/second-factor/"
    assert (hers.get(address).status_code, Authenticator.objects.filter(user=user).count()) == (200, 1)
    hers.post(address)
    assert (Authenticator.objects.filter(user=user).count(), inside(client), client.get(VERIFY).headers["Location"]) == (0, False, SET_UP)
    assert acts()[-1] == ("sign_in.reset", chief.pk, str(user.pk))


@pytest.mark.parametrize(("role", "may"), [(Role.TECHNICAL, True), (Role.PROGRAMME_MANAGER, False), (Role.DATA_PROTECTION, False), ("", False)])
def test_who_resets_whose(settings, role, may):
    settings.SECOND_FACTOR_REQUIRED = False
    somebody, chief, herself = person("somebody", is_superuser=False), person("chief"), staff(role)
    for one in (somebody, chief, herself):
        with_authenticator(one)
    Authenticator.objects.filter(user=herself).delete()
    client = signed_in(herself)
    for one in (somebody, chief, herself):
        client.post(f"/admin/people/{one.pk}/second-factor/")
    assert set(Authenticator.objects.values_list("user__username", flat=True)) == {"chief"} | (set() if may else {"somebody"})


def test_the_last_administrator_is_helped_from_the_console():
    user, out = person(), StringIO()
    with_authenticator(user)
    call_command("reset_second_factor", "amina", stdout=out)
    assert (Authenticator.objects.count(), acts()[-1]) == (0, ("sign_in.reset", None, str(user.pk)))
    for name in ("amina", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name, stdout=out)


def test_without_the_requirement_only_who_has_one_is_asked(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    plain, user = person("plain"), person()
    secret, _codes = with_authenticator(user)
    client = signed_in(user)
    assert (inside(signed_in(plain)), inside(client)) == (True, False)
    give(client, code_of(secret))
    with later():
        gone = client.post(MINE, {"code": code_of(secret), "do": "remove"})
        assert (inside(client), gone.headers["Location"], inside(signed_in(user))) == (True, "/admin/account/", True)
