"""Settings on personal data: the environment first, then the editors', and no query when warm."""

import pytest
from django.core.cache import cache
from wagtail.models import Site

from portal.core.models import Assignment, PrivacySettings, Role
from portal.core.privacy import authorisation_number, may_collect, privacy_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


def test_nobody_has_filled_it_in(django_assert_num_queries) -> None:
    assert (authorisation_number(), str(privacy_settings().controller), PrivacySettings.objects.count()) == ("", "", 0)


def test_the_editors_number_is_read_and_the_environments_wins(site, settings) -> None:
    PrivacySettings.objects.create(site=site, authorisation_number=" D-W-12/2026 ")
    cache.clear()
    assert authorisation_number() == "D-W-12/2026"
    settings.PRIVACY_AUTHORISATION = "A-GO-7/2026"
    assert authorisation_number() == "A-GO-7/2026"


def test_a_change_shows_at_once(site, django_capture_on_commit_callbacks) -> None:
    assert authorisation_number() == ""
    with django_capture_on_commit_callbacks(execute=True):
        PrivacySettings.objects.create(site=site, authorisation_number="D-1", contact={"ar": "العنوان", "fr": "Adresse"})
    assert (authorisation_number(), privacy_settings().contact.choose("fr")) == ("D-1", ("Adresse", "fr"))


def test_a_warm_page_asks_the_database_nothing(site, django_assert_num_queries) -> None:
    PrivacySettings.objects.create(site=site, authorisation_number="D-1")
    cache.clear()
    authorisation_number()
    with django_assert_num_queries(0):
        assert (authorisation_number(), may_collect(), str(privacy_settings().retention)) == ("D-1", True, "")


@pytest.mark.parametrize(("required", "number", "may"), [(False, "", True), (False, "D-1", True), (True, "", False), (True, "  ", False), (True, "D-1", True)])
def test_production_collects_nothing_without_the_number(settings, required, number, may) -> None:
    settings.REQUIRE_AUTHORISATION, settings.PRIVACY_AUTHORISATION = required, number
    assert may_collect() is may


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.DATA_PROTECTION, Role.TECHNICAL, Role.PROGRAMME_MANAGER])
def test_the_communication_team_edits_it(client, django_user_model, site, role, django_capture_on_commit_callbacks) -> None:
    user = django_user_model.objects.create(username="x")
    Assignment.objects.create(user=user, role=role)
    client.force_login(user)
    texts = {f"{name}_{language}": text for name in ("controller", "contact", "recipients", "retention") for language, text in (("ar", "نص"), ("fr", "Texte"))}
    address = f"/admin/settings/core/privacysettings/{site.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"authorisation_number": "D-W-12/2026", **texts})
    assert authorisation_number() == ("D-W-12/2026" if role == Role.COMMUNICATION else "")
    if role == Role.COMMUNICATION:
        assert (client.get(address).status_code, privacy_settings().controller) == (200, {"ar": "نص", "fr": "Texte"})
