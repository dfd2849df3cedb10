"""The menu “Territory”: each person sees, opens and changes what lies in her territory, also by typing addresses."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from portal.core.models import Assignment, Role
from regions.models import Centre, Province, Region

pytestmark = pytest.mark.django_db

PERMISSIONS = [
    "access_admin",
    *(f"{action}_{model}" for action in ("add", "change", "delete", "view") for model in ("centre", "region", "province", "budgetline")),
]


@pytest.fixture
def editor(facts) -> object:
    """A regional editor of Souss-Massa who holds every permission on the models: only her territory limits her."""
    user = get_user_model().objects.create_user("editor", password="x")
    user.user_permissions.set(Permission.objects.filter(codename__in=PERMISSIONS))
    Assignment.objects.create(user=user, role=Role.REGIONAL_EDITOR, region=Region.objects.get(code="09"))
    return user


@pytest.fixture
def centres(add_centres) -> tuple[Centre, Centre]:
    """One centre in her region, one in another; nothing else."""
    Centre.objects.all().delete()
    (hers,), (other,) = add_centres(1, province="09.581", phone=""), add_centres(1, province="01.511")
    return Centre.objects.get(code=hers.code), Centre.objects.get(code=other.code)


def view(model: str, name: str, *args: object) -> str:
    """Address of a view of a snippet."""
    return reverse(f"wagtailsnippets_regions_{model}:{name}", args=args)


def posted(centre: Centre, **changes: object) -> dict:
    """The edit form as the browser would send it."""
    data = {
        "name_ar": centre.name["ar"], "name_fr": centre.name["fr"], "name_zgh": "", "kind": centre.kind, "code": centre.code, "open_to_public": "on",
        "region": centre.region_id, "province": centre.province_id, "commune": centre.commune_id or "", "phone": centre.phone, "step_free": "unknown",
    }  # fmt: skip
    return data | {f"{name}_{n}": "" for name in ("address", "hours", "services", "source") for n in ("ar", "fr", "zgh")} | changes


def test_the_list_is_hers_and_says_what_is_missing(client, editor, centres):
    """Her centre only, with what the region has not given."""
    client.force_login(editor)
    response = client.get(view("centre", "list"))
    assert [centre.code for centre in response.context["object_list"]] == [centres[0].code]
    assert "، ".join(centres[0].missing) in response.content.decode()
    assert len(centres[0].missing) == 5


@pytest.mark.parametrize("name", ["edit", "delete", "usage", "history"])
def test_other_territories_do_not_exist_for_her(client, editor, centres, name):
    """Typing the address of another region's centre is a 404; of her own it is not."""
    client.force_login(editor)
    assert client.get(view("centre", name, centres[0].pk)).status_code == 200
    assert client.get(view("centre", name, centres[1].pk)).status_code == 404


def test_posting_to_another_territory_changes_nothing(client, editor, centres):
    """Neither an edit, nor a deletion, nor a bulk deletion."""
    client.force_login(editor)
    mine, other = centres
    assert client.post(view("centre", "edit", other.pk), posted(other, phone="0600000000")).status_code == 404
    assert client.post(view("centre", "delete", other.pk)).status_code == 404
    client.post(reverse("wagtail_bulk_action", args=["regions", "centre", "delete"]) + f"?id={other.pk}&id={mine.pk}")
    assert list(Centre.objects.values_list("code", "phone")) == [(other.code, "0528000000")]


def test_choosing_tells_nothing_of_other_territories(client, editor, centres):
    """The chooser lists, searches and returns her own centres only."""
    client.force_login(editor)
    mine, other = centres
    chooser = "wagtailsnippetchoosers_regions_centre"
    for name in ("choose", "choose_results"):
        assert [row.pk for row in client.get(reverse(f"{chooser}:{name}")).context["results"]] == [mine.pk]
    assert client.get(reverse(f"{chooser}:chosen", args=[mine.pk])).status_code == 200
    assert client.get(reverse(f"{chooser}:chosen", args=[other.pk])).status_code == 404
    several = client.get(reverse(f"{chooser}:chosen_multiple"), {"id": [mine.pk, other.pk]}).json()
    assert [row["id"] for row in several["result"]] == [str(mine.pk)]


def test_a_centre_cannot_be_moved_to_another_region(client, editor, centres):
    """The choices are her region's, and a forged one is refused."""
    client.force_login(editor)
    mine, _other = centres
    form = client.get(view("centre", "edit", mine.pk)).context["form"]
    assert [region.code for region in form.fields["region"].queryset] == ["09"]
    assert {province.region.code for province in form.fields["province"].queryset} == {"09"}
    abroad = Province.objects.get(code="01.511")
    response = client.post(view("centre", "edit", mine.pk), posted(mine, region=abroad.region_id, province=abroad.pk, commune=""))
    assert sorted(response.context["form"].errors) == ["province", "region"]
    assert client.post(view("centre", "edit", mine.pk), posted(mine, phone="0528112233")).status_code == 302
    mine.refresh_from_db()
    assert (mine.region.code, mine.phone) == ("09", "0528112233")


def test_regions_are_renamed_never_added_or_removed(client, editor):
    """Her region's name can be corrected; no region can be made or deleted, whatever the permissions."""
    client.force_login(editor)
    region = Region.objects.get(code="09")
    assert [shown.code for shown in client.get(view("region", "list")).context["object_list"]] == ["09"]
    assert client.post(view("region", "edit", region.pk), {"name_ar": "سوس ماسة", "name_fr": "Souss Massa", "name_zgh": "", "slug": "x"}).status_code == 302
    assert client.get(view("region", "add")).status_code == 302
    assert client.post(view("region", "delete", region.pk)).status_code == 302
    region.refresh_from_db()
    assert (region.name["fr"], region.slug) == ("Souss Massa", "souss-massa")


def test_every_list_opens_for_an_administrator(client, facts):
    """All seven screens, in Arabic."""
    client.force_login(get_user_model().objects.create_superuser("root", password="x"))
    for model, number in (
        ("centre", 12),
        ("incubatorstate", 12),
        ("agreement", 12),
        ("budgetline", 15),
        ("registrationcount", 11),
        ("province", 75),
        ("region", 12),
    ):
        response = client.get(view(model, "list"))
        assert response.status_code == 200
        assert response.context["paginator"].count == number
        assert client.get(view(model, "edit", response.context["object_list"][0].pk)).status_code == 200


def test_list_costs_the_same_with_many(client, facts, add_centres, django_assert_max_num_queries):
    """Three centres or thirty."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(get_user_model().objects.create_superuser("root", password="x"))
    Centre.objects.all().delete()
    counts = []
    for number in (3, 12):
        add_centres(number, province="09.581")
        client.get(view("centre", "list"))
        with CaptureQueriesContext(connection) as captured:
            client.get(view("centre", "list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
