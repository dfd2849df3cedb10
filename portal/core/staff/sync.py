"""Bringing groups, rights on pages and media, and workflows in step with roles, regions and pages. Idempotent."""

from collections.abc import Callable

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Page

from portal.core.loaders import register_loader
from portal.core.models import Role

from .groups import EDITORS, PUBLISHERS, RegionRecord, region_group_name, set_media_rights, set_page_rights, sync_role_group, sync_user
from .roles import CHOOSE_ACTIONS, MEDIA_ACTIONS, PAGE_ACTIONS
from .workflows import sync_workflow

Report = Callable[[str], None]
#: Media everybody may use: emblems, the guide. The communication team keeps it.
SHARED_COLLECTION = "whole country"
#: Wagtail's own groups have rights on every page and no territory; empty, they are only a trap for whoever gives rights.
_STOCK_GROUPS = ("Editors", "Moderators")
_HOME_DEPTH = 2


@transaction.atomic
def sync_all(report: Report) -> None:
    """Every group, every region, every person."""
    for role in Role:
        group, unknown = sync_role_group(role)
        if unknown:
            report(f"{group.name}: not installed yet, skipped: {', '.join(unknown)}")
    sync_country()
    regions = list(apps.get_model("regions.Region").objects.all())
    for region in regions:
        sync_region(region)
    Group.objects.filter(name__in=_STOCK_GROUPS, user__isnull=True).delete()
    people = get_user_model().objects.filter(assignments__isnull=False).order_by("pk").distinct()
    for user in people:
        sync_user(user)
    report(f"{len(Role)} roles, {len(regions)} regions, {len(people)} people")


@transaction.atomic
def sync_country() -> None:
    """Rights on the whole tree and on the Amazigh tree, and the workflow of pages outside the regions."""
    root = Page.get_first_root_node()
    homes = list(Page.objects.filter(depth=_HOME_DEPTH).select_related("locale"))
    amazigh_homes = [home for home in homes if home.locale.language_code == "zgh"]
    for role, pages in ((Role.COMMUNICATION, [root]), (Role.AMAZIGH, amazigh_homes), (Role.SECOND_READER, amazigh_homes)):
        set_page_rights(Group.objects.get_or_create(name=role.value)[0], pages, PAGE_ACTIONS[role])
    communication = Group.objects.get(name=Role.COMMUNICATION.value)
    set_media_rights(communication, {Collection.get_first_root_node(): MEDIA_ACTIONS})
    _collection(SHARED_COLLECTION)
    sync_workflow(name=Role.COMMUNICATION.label, group=communication, pages=homes)


@transaction.atomic
def sync_region(region: RegionRecord) -> None:
    """The two groups of a region, their rights on its pages in every language and on its media, and its workflow."""
    pages = list(apps.get_model("regions.RegionPage").objects.filter(region=region))
    media = {_collection(f"region {region.code} {region.slug}"): MEDIA_ACTIONS, _collection(SHARED_COLLECTION): CHOOSE_ACTIONS}
    for kind, role in ((EDITORS, Role.REGIONAL_EDITOR), (PUBLISHERS, Role.REGIONAL_PUBLISHER)):
        group, _created = Group.objects.get_or_create(name=region_group_name(region, kind))
        set_page_rights(group, pages, PAGE_ACTIONS[role])
        set_media_rights(group, media)
    publishers = Group.objects.get(name=region_group_name(region, PUBLISHERS))
    sync_workflow(name=region.name, group=publishers, pages=pages)


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _after_loading(*, report: Report, reset: bool) -> None:
    """Loaders make pages without Wagtail's admin; this runs after all of them. Nothing here is an editor's to keep."""
    sync_all(report)


def register_staff_loader() -> None:
    """The last loader of the stage ``programme``."""
    register_loader("programme", order=90, name="staff groups", load=_after_loading)
