"""The admin's first screen: what waits for this person, in her territory only."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home.models import NoticeIndexPage, NoticePage
from portal.core.models import Assignment, Role, SiteNotice
from portal.core.staff.panels import Panel, panels_for, register_panel

from .attempts import refused


def numbers(user) -> dict[str, int]:
    """What the first screen counts for a person, of the core's own panels."""
    return {panel.name: panel.number(user) for panel in panels_for(user) if panel.name in {"moderation", "translations", "ending"}}


@pytest.fixture
def notices(tree) -> dict[str, NoticePage]:
    """One notice a region that ends in three days, one of the country, one far away, one past."""
    index = tree.homes["ar"].add_child(instance=NoticeIndexPage(title="إعلانات", slug="notices", locale=tree.locales["ar"]))
    made = {}
    for slug, region, days in (("of-09", "09", 3), ("of-07", "07", 3), ("of-all", "", 3), ("far-09", "09", 30), ("past-09", "09", -1)):
        page = NoticePage(title=slug, slug=slug, region=tree.regions.get(region), deadline=timezone.now() + dt.timedelta(days=days), locale=tree.locales["ar"])
        made[slug] = index.add_child(instance=page)
    return made


def test_only_what_waits_in_her_territory_is_counted(tree, notices, person) -> None:
    """The 09 child lacks Amazigh, its French is a draft; the country has the notices and privacy besides."""
    SiteNotice.objects.create(key="free", text={"ar": "مجاني", "fr": "Gratuit"}, ends_at=timezone.now() + dt.timedelta(days=2))
    tree.pages["09", "ar"].save_revision()
    workflow = tree.pages["09", "ar"].get_workflow()
    workflow.start(tree.pages["09", "ar"], person(Role.REGIONAL_EDITOR, "09"))
    found = {
        "editor 09": numbers(person(Role.REGIONAL_EDITOR, "09")),
        "publisher 09": numbers(person(Role.REGIONAL_PUBLISHER, "09")),
        "publisher 07": numbers(person(Role.REGIONAL_PUBLISHER, "07")),
        "communication": numbers(person(Role.COMMUNICATION)),
        "call manager": numbers(person(Role.CALL_MANAGER, "09")),
        "amazigh": numbers(person(Role.AMAZIGH)),
        "nobody": numbers(person()),
    }
    assert found == {
        "editor 09": {"moderation": 0, "translations": 2, "ending": 2},
        "publisher 09": {"moderation": 1, "translations": 2, "ending": 2},
        "publisher 07": {"moderation": 0, "translations": 2, "ending": 2},
        "communication": {"moderation": 0, "translations": 2 + 2 + 2 * 7, "ending": 4},
        "call manager": {"ending": 0},
        "amazigh": {},
        "nobody": {},
    }


def test_each_number_links_to_its_list(tree, notices, person, enter) -> None:
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("staff_waiting", args=["ending"]) in body
    listed = client.get(reverse("staff_waiting", args=["ending"])).context["items"].object_list
    assert [item.title for item in listed] == ["of-09", "of-all"]
    translations = client.get(reverse("staff_waiting", args=["translations"])).context["items"].object_list
    assert {item.title for item in translations} == {tree.children["09", "ar"].title}


def test_a_list_is_only_for_whom_it_concerns(tree, person, enter) -> None:
    agent = enter(person(Role.PROGRAMME_MANAGER))
    assert refused(agent.get(reverse("staff_waiting", args=["moderation"])))
    assert agent.get(reverse("staff_waiting", args=["nothing"])).status_code == 404
    assert refused(enter(None).get(reverse("staff_waiting", args=["moderation"])))


def test_the_stock_summary_and_table_are_gone(tree, person, enter) -> None:
    context = enter(person(Role.COMMUNICATION)).get(reverse("wagtailadmin_home")).context
    assert context["site_summary"].summary_items == []
    assert "workflow_objects_to_moderate" not in [panel.name for panel in context["panels"]]


def test_the_first_screen_costs_the_same_whatever_the_territory_holds(tree, person, django_assert_max_num_queries) -> None:
    user = person(Role.REGIONAL_EDITOR, "09")
    numbers(get_user_model().objects.get(pk=user.pk))
    user = get_user_model().objects.get(pk=user.pk)
    with django_assert_max_num_queries(16):
        numbers(user)


def test_an_app_adds_its_own_panel(person) -> None:
    from portal.core.staff import panels

    register_panel(Panel("choir", 99, "Choir", lambda user: ["la"], lambda user: user.first_name == "Sol"))
    try:
        assert [panel.name for panel in panels_for(person(first_name="Sol"))] == ["choir"]
        assert panels_for(person()) == []
    finally:
        del panels._panels["choir"]


@pytest.mark.parametrize(("language", "direction", "dashboard"), [("ar", "rtl", ""), ("fr", "ltr", "Tableau de bord")])
def test_the_admin_speaks_arabic_and_french(language, direction, dashboard, tree, person, enter) -> None:
    """Wagtail's words and ours."""
    user = person(Role.COMMUNICATION)
    UserProfile.objects.create(user=user, preferred_language=language)
    body = enter(user).get(reverse("wagtailadmin_home")).content.decode()
    assert f'lang="{language}" dir="{direction}"' in body
    assert dashboard in body
    assert "Waiting for you" not in body


def test_without_a_choice_an_amazigh_browser_gets_arabic(tree, person, enter) -> None:
    client = enter(person(Role.COMMUNICATION))
    body = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "zgh"}).content.decode()
    assert 'lang="ar" dir="rtl"' in body


def test_nobody_gives_herself_a_right(tree, person, enter) -> None:
    """The technical administrator gives rights to others, never to herself; who holds no such right gives none."""
    technical, other = person(Role.TECHNICAL), person()
    url = reverse("wagtailsnippets_core_assignment:add")
    for user in (technical, other):
        enter(technical).post(url, {"user": user.pk, "role": Role.COMMUNICATION, "region": "", "province": ""})
    enter(person(Role.COMMUNICATION)).post(url, {"user": other.pk, "role": Role.PROGRAMME_MANAGER, "region": "", "province": ""})
    assert set(Assignment.objects.filter(user__in=[technical, other]).values_list("user", "role")) == {
        (technical.pk, "technical_administrator"),
        (other.pk, "communication_team"),
    }


def _user_form(user, **changes: object) -> dict:
    names = {"username": user.username, "email": "a@example.invalid", "first_name": "A", "last_name": "B", "is_active": "on"}
    return names | changes


def test_a_technical_administrator_makes_no_superuser_and_changes_none(tree, person, superuser, enter) -> None:
    """Wagtail's own form would let her."""
    other, client = person(), enter(person(Role.TECHNICAL))
    client.post(reverse("wagtailusers_users:edit", args=[other.pk]), _user_form(other, is_superuser="on"))
    client.post(reverse("wagtailusers_users:edit", args=[superuser.pk]), _user_form(superuser, password1="x9-long-enough", password2="x9-long-enough"))
    client.post(reverse("wagtailusers_users:add"), _user_form(other, username="new", is_superuser="on", password1="x9-long-enough", password2="x9-long-enough"))
    client.post(reverse("wagtailusers_users:delete", args=[superuser.pk]))
    assert list(get_user_model().objects.filter(is_superuser=True).values_list("pk", "password")) == [(superuser.pk, superuser.password)]


def test_groups_ticked_by_hand_follow_rights_again(tree, person, enter) -> None:
    """Files are opened by rights, groups by rights: one source."""
    from django.contrib.auth.models import Group

    other, client = person(), enter(person(Role.TECHNICAL))
    client.post(reverse("wagtailusers_users:edit", args=[other.pk]), _user_form(other, groups=[Group.objects.get(name="communication_team").pk]))
    other.refresh_from_db()
    assert (other.first_name, other.groups.count()) == ("A", 0)


def test_media_of_another_region_are_not_hers(tree, person, enter) -> None:
    """She uploads into her own collection only."""
    from wagtail.documents.models import Document
    from wagtail.models import Collection

    document = Document.objects.create(title="دليل", file="guide.pdf", collection=Collection.objects.get(name="region 07 marrakech-safi"))
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    assert refused(client.get(reverse("wagtaildocs:edit", args=[document.pk])))
    choices = client.get(reverse("wagtaildocs:add")).context["form"].fields.get("collection")
    assert choices is None or [collection.name for collection in choices.queryset] == ["region 09 souss-massa"]


def test_the_country_pages_are_not_hers(tree, person, enter) -> None:
    page = Page.objects.get(pk=tree.standard.pk)
    assert refused(enter(person(Role.REGIONAL_PUBLISHER, "09")).get(reverse("wagtailadmin_pages:edit", args=[page.pk])))


def test_centres_with_missing_facts_wait_for_their_region(tree, person, enter) -> None:
    """Hers, with the names of what lacks; not another region's, nor a confirmed one."""
    from regions.models import Centre

    facts = {"address": {"ar": "شارع", "fr": "Rue"}, "phone": "0500000000", "hours": {"ar": "9", "fr": "9"}, "services": {"ar": "تكوين", "fr": "Formation"}}
    for code, region, fields in (("a", "09", {}), ("b", "07", {}), ("c", "09", facts | {"confirmed_on": timezone.localdate()})):
        Centre.objects.create(code=code, kind=Centre.Kind.TRAINING, name={"ar": code, "fr": code}, region=tree.regions[region], **fields)
    client = enter(person(Role.REGIONAL_EDITOR, "09"))
    items = client.get(reverse("staff_waiting", args=["centres"])).context["items"].object_list
    assert [item.title for item in items] == ["a"]
    assert client.get(items[0].url).status_code == 200
    assert refused(client.get(reverse("wagtailsnippets_regions_centre:edit", args=[Centre.objects.get(code="b").pk])))


def test_a_publisher_is_told_of_strings_to_publish(tree, person, enter, django_capture_on_commit_callbacks) -> None:
    """An editor fills in strings; wagtail-localize has no workflow, so the publisher's first screen says it; published, it is gone."""
    from .attempts import writes_string

    publisher, page = enter(person(Role.REGIONAL_PUBLISHER, "09")), tree.children["09", "fr"]

    def french() -> list[str]:
        items = publisher.get(reverse("staff_waiting", args=["translations"])).context["items"].object_list
        return [item.detail for item in items if item.detail.startswith("Français")]

    def publish() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            publisher.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})

    publish()
    assert french() == []
    assert writes_string(enter(person(Role.REGIONAL_EDITOR, "09")), tree, "09") is True
    with translation.override("en"):
        assert len(french()) == 1
    publish()
    assert french() == []
