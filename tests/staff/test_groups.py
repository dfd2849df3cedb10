"""Groups follow roles, regions, pages and assignments."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Workflow, WorkflowPage

from portal.core.models import Assignment, Role
from portal.core.staff import roles
from portal.core.staff.roles import permissions_of, register_role_permissions
from portal.core.staff.sync import sync_all
from regions.models import RegionPage

EDITORS_09, PUBLISHERS_09 = "region 09 souss-massa: editors", "region 09 souss-massa: publishers"


def rights(name: str) -> set[tuple[int, str]]:
    """Rights on pages of a group."""
    return {(right.page_id, right.permission.codename) for right in GroupPagePermission.objects.filter(group__name=name).select_related("permission")}


def counts() -> tuple[int, ...]:
    """How many of everything that sync_groups makes."""
    models = (Group, GroupPagePermission, GroupCollectionPermission, Collection, Workflow, GroupApprovalTask, WorkflowPage)
    return (*(model.objects.count() for model in models), Group.permissions.through.objects.count())


def test_syncing_twice_changes_nothing(tree) -> None:
    before = counts()
    call_command("sync_groups", verbosity=0)
    assert counts() == before


def test_a_group_for_each_role_and_two_for_each_region(tree) -> None:
    regional = {f"region {code} {region.slug}: {kind}" for code, region in tree.regions.items() for kind in ("editors", "publishers")}
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values) | regional


def test_region_groups_hold_its_pages_in_the_three_languages_and_no_other(tree) -> None:
    pages = [tree.pages["09", language].pk for language in ("ar", "fr", "zgh")]
    assert rights(EDITORS_09) == {(page, f"{action}_page") for page in pages for action in ("add", "change")}
    assert rights(PUBLISHERS_09) == {(page, f"{action}_page") for page in pages for action in ("add", "change", "publish", "lock", "unlock")}


def test_region_groups_hold_their_own_media_and_choose_from_the_shared_ones(tree) -> None:
    held = GroupCollectionPermission.objects.filter(group__name=EDITORS_09).values_list("collection__name", "permission__codename")
    own = {("region 09 souss-massa", f"{action}_{kind}") for action in ("add", "change", "choose") for kind in ("image", "document")}
    assert set(held) == own | {("whole country", "choose_image"), ("whole country", "choose_document")}


def test_rights_given_by_hand_to_a_managed_group_are_taken_back(tree) -> None:
    before = rights(EDITORS_09)
    right = GroupPagePermission.objects.filter(group__name=EDITORS_09).first()
    GroupPagePermission.objects.create(group=right.group, page=tree.homes["ar"], permission=right.permission)
    Group.objects.get(name=Role.DATA_PROTECTION).permissions.add(*Group.objects.get(name=Role.COMMUNICATION).permissions.all())
    sync_all(lambda _line: None)
    assert rights(EDITORS_09) == before
    assert Group.objects.get(name=Role.DATA_PROTECTION).permissions.count() == len(permissions_of(Role.DATA_PROTECTION))


def test_media_of_another_region_given_by_hand_are_taken_back(tree) -> None:
    group, others = Group.objects.get(name=EDITORS_09), Collection.objects.get(name="region 07 marrakech-safi")
    right = GroupCollectionPermission.objects.filter(group=group).first()
    before = set(GroupCollectionPermission.objects.values_list("pk", flat=True))
    GroupCollectionPermission.objects.create(group=group, collection=others, permission=right.permission)
    sync_all(lambda _line: None)
    assert set(GroupCollectionPermission.objects.values_list("pk", flat=True)) == before


def test_the_amazigh_team_holds_the_amazigh_pages_and_no_other(tree) -> None:
    home = tree.homes["zgh"].pk
    assert rights(Role.AMAZIGH.value) == {(home, "change_page")}
    assert rights(Role.SECOND_READER.value) == {(home, "change_page"), (home, "publish_page")}


def test_a_new_translation_of_a_region_page_joins_at_once(tree) -> None:
    tree.pages["09", "fr"].delete()
    page = tree.pages["09", "ar"].copy_for_translation(tree.locales["fr"])
    assert {codename for pk, codename in rights(EDITORS_09) if pk == page.pk} == {"add_page", "change_page"}
    assert WorkflowPage.objects.get(page=page).workflow.name == "سوس ماسة – Souss-Massa"


def test_a_workflow_is_named_in_the_languages_of_the_admin_and_stays_the_same_one(tree) -> None:
    """One submits to it: its name stands on a button."""
    workflow, home = tree.pages["09", "ar"].get_workflow(), tree.homes["ar"].get_workflow()
    Workflow.objects.filter(pk=workflow.pk).update(name="region 09")
    GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow).update(name="region 09")
    sync_all(lambda _line: None)
    names = [(found.pk, found.name, [task.name for task in found.tasks]) for found in Workflow.objects.filter(pk__in=[workflow.pk, home.pk]).order_by("name")]
    assert names == [
        (workflow.pk, "سوس ماسة – Souss-Massa", ["سوس ماسة – Souss-Massa"]),
        (home.pk, "فريق التواصل – Équipe de communication", ["فريق التواصل – Équipe de communication"]),
    ]


def test_data_protection_and_technical_edit_nothing(tree) -> None:
    """But for the one right by which an officer copies and erases one person's data (DESIGN section 9)."""
    for role in (Role.DATA_PROTECTION, Role.TECHNICAL):
        assert rights(role.value) == set()
        assert GroupCollectionPermission.objects.filter(group__name=role).count() == 0
    more = {name for name in permissions_of(Role.DATA_PROTECTION) if not name.split(".")[1].startswith(("view", "access"))}
    assert more == {"applications.protect_personal_data"}
    assert {name for name in permissions_of(Role.TECHNICAL) if name.startswith(("applications", "calls"))} == set()


def test_a_right_puts_in_groups_and_its_end_takes_out(person) -> None:
    user = person(Role.REGIONAL_EDITOR, "09")
    own = Group.objects.create(name="choir")
    user.groups.add(own)
    assert set(user.groups.values_list("name", flat=True)) == {"regional_editor", EDITORS_09, "choir"}
    assert (user.is_staff, user.has_perm("wagtailadmin.access_admin")) == (True, True)
    user.assignments.get().delete()
    user = get_user_model().objects.get(pk=user.pk)
    assert set(user.groups.values_list("name", flat=True)) == {"choir"}
    assert (user.is_staff, user.has_perm("wagtailadmin.access_admin")) == (False, False)


def test_one_persons_rights_make_nobody_else_staff_nor_take_it_from_another(person) -> None:
    loses, keeps, stranger = person(Role.REGIONAL_EDITOR, "09"), person(Role.REGIONAL_EDITOR, "07"), person()
    loses.assignments.get().delete()
    person(Role.REGIONAL_EDITOR, "09")
    assert [get_user_model().objects.get(pk=user.pk).is_staff for user in (loses, keeps, stranger)] == [False, True, False]


def test_a_right_that_changes_takes_its_groups_along(person, tree) -> None:
    user, other = person(Role.REGIONAL_EDITOR, "09"), person()
    right = user.assignments.get()
    right.region = tree.regions["07"]
    right.save()
    assert set(user.groups.values_list("name", flat=True)) == {"regional_editor", "region 07 marrakech-safi: editors"}
    right.user = other
    right.save()
    assert (user.groups.count(), other.groups.count()) == (0, 2)


def test_one_of_two_rights_may_end(person, tree) -> None:
    user = person(Role.REGIONAL_EDITOR, "09")
    Assignment.objects.create(user=user, role=Role.REGIONAL_EDITOR, region=tree.regions["07"])
    Assignment.objects.filter(user=user, region=tree.regions["09"]).delete()
    assert set(user.groups.values_list("name", flat=True)) == {"regional_editor", "region 07 marrakech-safi: editors"}


def test_a_person_with_a_right_can_be_removed(person) -> None:
    user = person(Role.REGIONAL_EDITOR, "09")
    user.delete()
    assert Assignment.objects.count() == 0


@pytest.fixture
def own_registry(monkeypatch) -> None:
    """What a test registers is forgotten after it, and nothing else is."""
    monkeypatch.setattr(roles, "_extra", {role: set(permissions) for role, permissions in roles._extra.items()})


def test_an_app_adds_permissions_to_a_role(tree, own_registry) -> None:
    register_role_permissions(Role.PROVINCIAL_AGENT, "regions.view_province")
    sync_all(lambda _line: None)
    assert Group.objects.get(name=Role.PROVINCIAL_AGENT).permissions.filter(codename="view_province").count() == 1


def test_what_is_not_installed_is_skipped_with_a_note(tree, own_registry) -> None:
    register_role_permissions(Role.PROVINCIAL_AGENT, "nowhere.view_nothing")
    lines: list[str] = []
    sync_all(lines.append)
    assert [line for line in lines if "nowhere" in line] == ["provincial_agent: not installed yet, skipped: nowhere.view_nothing"]


def test_a_workflow_an_administrator_chose_stays(tree) -> None:
    chosen = Workflow.objects.create(name="chosen by hand")
    WorkflowPage.objects.filter(page=tree.pages["09", "ar"]).update(workflow=chosen)
    sync_all(lambda _line: None)
    assert WorkflowPage.objects.get(page=tree.pages["09", "ar"]).workflow == chosen


@pytest.mark.parametrize(("code", "language"), [("09", "ar"), ("09", "fr"), ("09", "zgh")])
def test_a_region_page_is_moderated_by_its_publishers(tree, code, language) -> None:
    page = RegionPage.objects.get(pk=tree.pages[code, language].pk)
    groups = [group.name for task in page.get_workflow().tasks.specific() for group in task.groups.all()]
    assert groups == [PUBLISHERS_09]


def test_other_pages_are_moderated_by_the_communication_team(tree) -> None:
    groups = [group.name for task in tree.standard.get_workflow().tasks.specific() for group in task.groups.all()]
    assert groups == ["communication_team"]
