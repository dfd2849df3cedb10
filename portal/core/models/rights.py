"""Who may do what, where: every right of the staff is a role in a territory (DESIGN sections 8.3 and 9)."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of DESIGN section 9. Codes are names of groups; labels are shown."""

    COMMUNICATION = "communication_team", _("Communication team")
    REGIONAL_EDITOR = "regional_editor", _("Regional editor")
    REGIONAL_PUBLISHER = "regional_publisher", _("Regional publisher")
    AMAZIGH = "amazigh_team", _("Amazigh team")
    SECOND_READER = "amazigh_second_reader", _("Amazigh second reader")
    CALL_MANAGER = "call_manager", _("Call manager")
    PROVINCIAL_AGENT = "provincial_agent", _("Provincial agent")
    REGIONAL_AGENT = "regional_agent", _("Regional agent")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    DATA_PROTECTION = "data_protection_officer", _("Data protection officer")
    TECHNICAL = "technical_administrator", _("Technical administrator")


#: Kind of territory each role is held in.
COUNTRY_ROLES = frozenset({Role.COMMUNICATION, Role.AMAZIGH, Role.SECOND_READER, Role.PROGRAMME_MANAGER, Role.DATA_PROTECTION, Role.TECHNICAL})
REGION_ROLES = frozenset({Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER, Role.CALL_MANAGER, Role.REGIONAL_AGENT})
PROVINCE_ROLES = frozenset({Role.PROVINCIAL_AGENT})


class Assignment(models.Model):
    """One role of one person in one territory: the country (both empty), a region, or a province."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("person"), help_text=_("Who holds the role.")
    )
    role = models.CharField(_("role"), max_length=40, choices=Role, help_text=_("What the person may do."))
    region = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("For regional roles.")
    )
    province = models.ForeignKey(
        "regions.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province"), help_text=_("For provincial agents.")
    )
    #: The right as it was before it is saved; set by ``portal.core.staff.signals``.
    _former_holder: "Assignment | None"

    class Meta:
        """Model options."""

        verbose_name = _("right")
        verbose_name_plural = _("rights")
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("region", 0),  # two empty territories are the same one; SQLite has no "nulls not distinct"
                Coalesce("province", 0),
                name="one_right_per_person_role_and_territory",
                violation_error_message=_("This person already holds this role there."),
            ),
            models.CheckConstraint(
                name="role_held_in_its_kind_of_territory",
                condition=Q(role__in=sorted(COUNTRY_ROLES), region__isnull=True, province__isnull=True)
                | Q(role__in=sorted(REGION_ROLES), region__isnull=False, province__isnull=True)
                | Q(role__in=sorted(PROVINCE_ROLES), region__isnull=True, province__isnull=False),
                violation_error_message=_("A regional role needs a region, a provincial one a province, a national one neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} - {self.get_role_display()}"

    @property
    def in_the_country(self) -> bool:
        """Whether it is held in the whole country."""
        return self.region_id is None and self.province_id is None


def assignments_with(user: User, *permissions: str) -> list[Assignment]:
    """Where a person holds one of the permissions (any of her rights if none is named): by the roles that give it.

    One that none of her roles gives was given her by hand, and holds wherever she works.
    """
    from portal.core.staff.roles import permissions_of  # its table is written in the roles of this module

    held = list(user.assignments.all())
    if not permissions:
        return held
    places: set[int] = set()
    for permission in permissions:
        by_role = {one.pk for one in held if permission in permissions_of(one.role)}
        places |= by_role or ({one.pk for one in held} if user.has_perm(permission) else set())
    return [one for one in held if one.pk in places]


class TerritoryQuerySet(models.QuerySet):
    """Records that lie in a territory. ``visible_to`` is the one gate for lists, details, exports, search and files.

    A model says where it lies with ``region_lookup`` and ``province_lookup`` (paths to Region and Province, or ``None``),
    and which roles see it with ``visible_to_roles``.
    """

    region_lookup: ClassVar[str | None] = "region"
    province_lookup: ClassVar[str | None] = "province"
    visible_to_roles: ClassVar[frozenset[str]] = frozenset(Role.values)
    #: Whether one record may lie in several territories; where it lies in one, comparing whole rows would only cost an index its order.
    in_several_territories: ClassVar[bool] = True

    def visible_to(self, user: User | AnonymousUser, *permissions: str) -> Self:
        """The rows this person may see; none for the anonymous. A superuser sees all.

        With ``permissions`` (``app_label.codename``) only those where she holds one of them: two roles add up, each in its own territory.
        """
        if not user.is_active or not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        allowed = self.filter(self.visible_condition(user, *permissions))
        return allowed.distinct() if self.in_several_territories else allowed

    def visible_condition(self, user: User | AnonymousUser, *permissions: str) -> Q:
        """What the rows that this person may see have in common, for whoever keeps them elsewhere too (an index)."""
        if not user.is_active or not user.is_authenticated:
            return Q(pk__in=[])
        if user.is_superuser:
            return ~Q(pk__in=[])
        allowed = Q(pk__in=[])
        for assignment in assignments_with(user, *permissions):
            territory = self._territory_condition(assignment) if assignment.role in self.visible_to_roles else None
            if territory is not None:
                allowed |= territory
        return allowed

    def _territory_condition(self, assignment: Assignment) -> Q | None:
        if assignment.region_id:
            return Q(**{self.region_lookup: assignment.region_id}) if self.region_lookup else None
        if assignment.province_id:
            return Q(**{self.province_lookup: assignment.province_id}) if self.province_lookup else None
        return ~Q(pk__in=[])
