"""Groups follow assignments and pages as they change."""

from collections.abc import Collection
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import Signal
from wagtail.models import Page
from wagtail.signals import page_published

from portal.core.models import Assignment

from .amazigh.reading import forget_reading
from .groups import RegionRecord, group_names_of, sync_role_group, sync_user
from .sync import sync_country, sync_region

#: Sent for a ``user`` once her groups follow her rights: what was made with those she had before may have to go.
rights_changed = Signal()
#: What of a person herself says what she may do.
_STANDING = frozenset({"is_superuser", "is_active"})


def _remember_holder(instance: Assignment, **_signal: Any) -> None:
    """A right that passes to somebody else must leave the one who held it."""
    instance._former_holder = Assignment.objects.filter(pk=instance.pk).exclude(user=instance.user_id).select_related("user").first() if instance.pk else None


def _assignment_saved(instance: Assignment, raw: bool = False, **_signal: Any) -> None:
    if raw:
        return
    names = group_names_of(instance)
    sync_role_group(names[0])
    if instance.region_id and len(names) > 1:
        sync_region(cast("RegionRecord", instance.region))
    former = instance._former_holder
    for user in sorted({instance.user, former.user if former else instance.user}, key=lambda one: one.pk):  # their rows are held, in one order
        _follow(user)


def _assignment_deleted(instance: Assignment, **_signal: Any) -> None:
    _follow(instance.user)


def _follow(user: User) -> None:
    sync_user(user)
    rights_changed.send(sender=Assignment, user=user)


def _remember_standing(instance: User, update_fields: Collection[str] | None = None, **_signal: Any) -> None:
    """A superuser sees everything, without any right."""
    looked_at = instance.pk and (update_fields is None or not _STANDING.isdisjoint(update_fields))
    now = {name: getattr(instance, name) for name in _STANDING}
    instance._stands_otherwise = bool(looked_at and User.objects.filter(pk=instance.pk).exclude(**now).exists())  # type: ignore[attr-defined]


def _person_saved(instance: User, **_signal: Any) -> None:
    if instance._stands_otherwise:  # type: ignore[attr-defined]
        rights_changed.send(sender=User, user=instance)


def _region_page_saved(instance: Page, created: bool, raw: bool = False, **_signal: Any) -> None:
    """A translation of a region's page was made: the region's people may edit it too."""
    if created and not raw:
        sync_region(instance.region)


def _home_saved(created: bool, raw: bool = False, **_signal: Any) -> None:
    if created and not raw:
        sync_country()


def connect() -> None:
    """Senders of upper apps are named, not imported."""
    pre_save.connect(_remember_holder, sender=Assignment, dispatch_uid="staff.holder")
    post_save.connect(_assignment_saved, sender=Assignment, dispatch_uid="staff.assignment.saved")
    post_delete.connect(_assignment_deleted, sender=Assignment, dispatch_uid="staff.assignment.deleted")
    pre_save.connect(_remember_standing, sender=User, dispatch_uid="staff.standing.before")
    post_save.connect(_person_saved, sender=User, dispatch_uid="staff.standing.saved")
    post_save.connect(_region_page_saved, sender="regions.RegionPage", dispatch_uid="staff.region_page")
    page_published.connect(forget_reading, dispatch_uid="staff.forget_reading")
    post_save.connect(_home_saved, sender="home.HomePage", dispatch_uid="staff.home")
