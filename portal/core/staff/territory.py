"""Where a person works, asked once a request."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.core.models import Assignment, Role

_CACHE = "_staff_assignments"


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """Roles a person holds anywhere; a superuser holds none by herself."""
    return frozenset(assignment.role for assignment in _assignments(user))


def holds(user: User | AnonymousUser, *roles: str) -> bool:
    """Whether an active person holds one of the roles, or is a superuser."""
    return bool(user.is_active and (user.is_superuser or roles_of(user) & set(roles)))


def regions_of(user: User | AnonymousUser, *roles: str) -> set[int] | None:
    """Ids of the regions where a person holds one of the roles (any role if none is named); ``None`` is the whole country."""
    if user.is_superuser:
        return None
    assignments = [assignment for assignment in _assignments(user) if not roles or assignment.role in roles]
    if any(assignment.region_id is None and assignment.province_id is None for assignment in assignments):
        return None
    return {assignment.region_id for assignment in assignments if assignment.region_id}


def in_regions(regions: set[int] | None, *lookups: str) -> Q:
    """Condition on records that name their regions by one of these paths; those that name none are of the whole country, so everybody's."""
    if regions is None:
        return Q()
    named, unnamed = Q(), Q()
    for lookup in lookups:
        named |= Q(**{f"{lookup}__in": regions})
        unnamed &= Q(**{f"{lookup}__isnull": True})
    return named | unnamed


def editable_pages(user: User | AnonymousUser) -> QuerySet:
    """Pages a person may edit, in every language."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})


def works_on_pages(user: User | AnonymousUser) -> bool:
    """Whether she edits any page at all."""
    return holds(user, Role.COMMUNICATION, Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER)


def _assignments(user: User | AnonymousUser) -> list[Assignment]:
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, list(user.assignments.all()) if user.is_authenticated else [])
    return getattr(user, _CACHE)
