"""Groups: one per role, and two per region. Their names are stable: other tools may rely on them."""

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.core.models import Assignment, Role
from portal.core.translated import TranslatedText

from .roles import permissions_of

EDITORS, PUBLISHERS = "editors", "publishers"
_REGIONAL: dict[str, str] = {Role.REGIONAL_EDITOR: EDITORS, Role.REGIONAL_PUBLISHER: PUBLISHERS}
_REGION_PREFIX = "region "


class RegionRecord(Protocol):
    """A region: its model stands in an upper app."""

    code: str
    slug: str
    name: TranslatedText


def region_group_name(region: RegionRecord, kind: str) -> str:
    """``region 09 souss-massa: editors``."""
    return f"{_REGION_PREFIX}{region.code} {region.slug}: {kind}"


def managed_group_names() -> set[str]:
    """Names of every group that follows from assignments."""
    regions = apps.get_model("regions.Region").objects.only("code", "slug")
    return set(Role.values) | {region_group_name(region, kind) for region in regions for kind in (EDITORS, PUBLISHERS)}


def group_names_of(assignment: Assignment) -> list[str]:
    """The groups one right puts a person in."""
    names = [assignment.role]
    if assignment.role in _REGIONAL:
        names.append(region_group_name(cast("RegionRecord", assignment.region), _REGIONAL[assignment.role]))
    return names


@transaction.atomic
def sync_user(user: User) -> None:
    """Put a person in exactly the managed groups her rights give; other groups are left alone.

    Who holds a right is staff; who lost the last one is no longer, unless she is a superuser. Her row is held: of two who change
    her rights at the same moment the second sees what the first has done.
    """
    list(User.objects.select_for_update(of=("self",), no_key=True).filter(pk=user.pk).values_list("pk"))
    assignments = user.assignments.select_related("region")
    wanted = {name for assignment in assignments for name in group_names_of(assignment)}
    held = {group.name: group for group in user.groups.filter(Q(name__in=Role.values) | Q(name__startswith=_REGION_PREFIX))}
    user.groups.remove(*(group for name, group in held.items() if name not in wanted))
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in wanted - set(held)))
    is_staff = bool(wanted) or user.is_superuser
    if user.is_staff != is_staff:
        type(user).objects.filter(pk=user.pk).update(is_staff=is_staff)
        user.is_staff = is_staff


def sync_role_group(role: str) -> tuple[Group, list[str]]:
    """The group of a role with exactly its permissions; also those not found, because their model is not installed."""
    group, _created = Group.objects.get_or_create(name=role)
    wanted = permissions_of(role)
    conditions = Q(pk__in=[])
    for name in wanted:
        app_label, codename = name.split(".")
        conditions |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(conditions).select_related("content_type"))
    if {permission.pk for permission in found} != set(group.permissions.values_list("pk", flat=True)):
        group.permissions.set(found)
    return group, sorted(wanted - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found})


def set_page_rights(group: Group, pages: Iterable[Page], actions: Iterable[str]) -> None:
    """Give a group exactly these actions on exactly these trees of pages."""
    permissions = dict(
        Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=[f"{action}_page" for action in actions]).values_list("codename", "pk")
    )
    wanted = {(page.pk, permission) for page in pages for permission in permissions.values()}
    held = {(right.page_id, right.permission_id): right.pk for right in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission) for page, permission in sorted(wanted - set(held))
    )


def set_media_rights(group: Group, rights: Mapping[Collection, Iterable[str]]) -> None:
    """Give a group exactly these permissions on exactly these collections."""
    names = {name for actions in rights.values() for name in actions}
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission.pk
        for permission in Permission.objects.filter(codename__in=[name.split(".")[1] for name in names]).select_related("content_type")
    }
    wanted = {(collection.pk, known[name]) for collection, actions in rights.items() for name in actions}
    held = {(right.collection_id, right.permission_id): right.pk for right in GroupCollectionPermission.objects.filter(group=group)}
    GroupCollectionPermission.objects.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission) for collection, permission in sorted(wanted - set(held))
    )
