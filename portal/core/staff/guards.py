"""Guards of people and groups in the admin, by Wagtail's own hooks. Records in territories: ``portal.core.territory_admin``."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from wagtail import hooks

from .groups import managed_group_names, sync_user
from .requests import StaffRequest


@hooks.register("before_edit_user")
def only_superusers_touch_superusers(request: StaffRequest, user: User) -> None:
    """Wagtail lets whoever edits people make herself a superuser, or change a superuser's password."""
    if not request.user.is_superuser and (user.is_superuser or request.POST.get("is_superuser")):
        raise PermissionDenied


@hooks.register("before_create_user")
def only_superusers_make_superusers(request: StaffRequest) -> None:
    """The same for new people."""
    if not request.user.is_superuser and request.POST.get("is_superuser"):
        raise PermissionDenied


@hooks.register("before_delete_user")
def only_superusers_remove_superusers(request: StaffRequest, user: User) -> None:
    """The same for removing."""
    if not request.user.is_superuser and user.is_superuser:
        raise PermissionDenied


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def groups_follow_rights(request: StaffRequest, user: User) -> None:
    """Managed groups come from rights alone: what was ticked or unticked by hand is set right again."""
    sync_user(user)


@hooks.register("before_edit_group")
def managed_groups_are_not_edited(request: StaffRequest, group: Group) -> None:
    """Their permissions are in ``roles.py``; a change by hand would be lost at the next ``sync_groups``."""
    if request.method == "POST" and group.name in managed_group_names():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def many_people_at_once_are_no_way_around(request: StaffRequest, action_type: str, objects: list, action: object) -> None:
    """Wagtail deactivates or deletes superusers in the list of people, for whoever edits people."""
    if not request.user.is_superuser and any(isinstance(thing, get_user_model()) and thing.is_superuser for thing in objects):
        raise PermissionDenied


@hooks.register("after_bulk_action")
def groups_of_many_follow_rights(request: StaffRequest, action_type: str, objects: list, action: object) -> None:
    """A managed group given in the list of people is taken back."""
    for thing in objects:
        if isinstance(thing, get_user_model()) and thing.pk:
            sync_user(thing)
