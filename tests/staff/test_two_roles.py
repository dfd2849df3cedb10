"""Two roles in one person add up, each in its own territory; they never multiply (DESIGN 8.3)."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from wagtail.permissions import policy_registry

from forms_app.calls.backoffice.approvals import approvals_panel
from forms_app.calls.models import Call, Clarification, State
from forms_app.calls.services import propose_call, to_approve
from portal.core.models import Assignment, Role
from portal.core.staff.sync import sync_all
from regions.models import Centre, Region
from regions.panels import unconfirmed
from tests.calls.acts import AT, call_in
from tests.factories_forms import province, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> tuple[Region, Region]:
    """Hers and another, each with a province."""
    made = region(), region("oriental", "02", ar="الشرق", fr="Oriental")
    province(of=made[0])
    province("oujda", "02.411.", of=made[1])
    return made


def with_roles(*rights: tuple[str, dict]) -> User:
    user = User.objects.create_user("two")
    for role, territory in rights:
        Assignment.objects.create(user=user, role=role, **territory)
    sync_all(lambda _line: None)
    return User.objects.get(pk=user.pk)


def centre_in(place: Region) -> Centre:
    at = place.provinces.get()
    return Centre.objects.create(code=f"c-{place.code}", kind="platform", name={"ar": "مركز", "fr": "Centre"}, region=place, province=at)


def test_a_regional_editor_of_the_amazigh_team_changes_the_centres_of_her_region_only(client, places):
    user = with_roles((Role.REGIONAL_EDITOR, {"region": places[0]}), (Role.AMAZIGH, {}))
    mine, other = (centre_in(place) for place in places)
    policy = policy_registry.get_by_type(Centre)
    client.force_login(user)
    addresses = [reverse("wagtailsnippets_regions_centre:edit", args=[centre.pk]) for centre in (mine, other)]
    listed = client.get(reverse("wagtailsnippets_regions_centre:list")).context["object_list"]
    form = client.get(addresses[0]).context["form"]
    added = client.get(reverse("wagtailsnippets_regions_centre:add")).context["form"]
    assert [policy.user_has_permission_for_instance(user, "change", centre) for centre in (mine, other)] == [True, False]
    assert [client.get(address).status_code for address in addresses] == [200, 302]
    assert ([*listed], [waiting.title for waiting in unconfirmed(user)]) == ([mine], [str(mine)])
    assert [[*one.fields["region"].queryset] for one in (form, added)] == [[places[0]]] * 2


def test_a_regional_editor_of_two_regions_changes_both(places):
    user = with_roles(*((Role.REGIONAL_EDITOR, {"region": place}) for place in places))
    centres = {centre_in(place) for place in places}
    assert set(policy_registry.get_by_type(Centre).instances_user_has_permission_for(user, "change")) == centres


def test_a_call_manager_of_the_communication_team_reads_every_call_and_runs_those_of_her_region(client, places):
    user = with_roles((Role.CALL_MANAGER, {"region": places[0]}), (Role.COMMUNICATION, {}))
    mine, other = (call_in(State.DRAFT, slug=place.slug) for place in places)
    for call, place in zip((mine, other), places, strict=True):
        call.regions.set([place])
        propose_call(call=call, by=None, at=AT[State.DRAFT])
        Clarification.objects.create(call=call, language="fr", text="?")
    client.force_login(user)

    def asked(name: str, *more: object) -> list[int]:
        return [client.get(reverse(f"wagtailsnippets_calls_call:{name}", args=[call.pk, *more])).status_code for call in (mine, other)]

    screens = [client.get(reverse("wagtailsnippets_calls_call:inspect", args=[call.pk])).context for call in (mine, other)]
    assert [(screen["may_change"], screen["view"].get_edit_url() is None) for screen in screens] == [(True, False), (False, True)]
    assert [asked("act", "published"), asked("document"), asked("edit"), asked("preview", "fr")] == [[200, 404], [200, 404], [200, 302], [200, 200]]
    assert ([*to_approve(by=user)], approvals_panel().number(user)) == ([mine], 1)
    assert [question.call for question in client.get(reverse("call_questions_desk")).context["page"].rows] == [mine]


def test_a_call_manager_of_the_communication_team_opens_no_call_to_the_whole_country(client, places):
    user = with_roles((Role.CALL_MANAGER, {"region": places[0]}), (Role.COMMUNICATION, {}))
    client.force_login(user)
    form = client.post(reverse("wagtailsnippets_calls_call:add"), {"slug": "everywhere"}).context["form"]
    assert ([*form.fields["regions"].queryset], [error.code for error in form.errors.as_data()["__all__"]]) == ([places[0]], ["nowhere"])
    assert Call.objects.count() == 0


def test_what_was_given_by_hand_holds_wherever_she_works(places):
    user = with_roles((Role.REGIONAL_EDITOR, {"region": places[0]}))
    user.user_permissions.add(Permission.objects.get(codename="delete_centre"))
    mine, _other = (centre_in(place) for place in places)
    assert [*policy_registry.get_by_type(Centre).instances_user_has_permission_for(User.objects.get(pk=user.pk), "delete")] == [mine]
