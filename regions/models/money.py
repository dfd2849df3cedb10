"""Budget lines, agreements and registrations as printed in the programme's guide. Sums that do not add up are shown, never fixed."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.fields import field_of
from portal.core.models import TerritoryQuerySet
from portal.core.translated import TranslatedTextField

from .territory import Province, Region


class BudgetLineQuerySet(TerritoryQuerySet):
    """Lines of the budget table, with the rights of their territory."""

    def of_region(self, region: Region) -> Self:
        """The region's own line and the provincial projects in it."""
        return self.filter(Q(region=region) | Q(province__region=region))


class OfRegionQuerySet(TerritoryQuerySet):
    """Facts about a whole region: nobody holds them by a province."""

    province_lookup = None


class BudgetLine(models.Model):
    """One line of the budget table, in dirhams, exactly as printed. Totals are lines too: the printed one and the sum of the others."""

    class Kind(models.TextChoices):
        """What the line stands for."""

        REGION = "region", _("Region")
        PROVINCE = "province", _("Provincial project")
        STATED_TOTAL = "stated_total", _("Total as printed")
        COMPUTED_TOTAL = "computed_total", _("Sum of the lines")

    key = models.SlugField(_("code"), unique=True, max_length=60, help_text=_("Code of the line."))
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("As in the printed table."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, help_text=_("What the line stands for."))
    region = models.OneToOneField(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="budget", verbose_name=_("region"), help_text=_("For the line of a region.")
    )
    province = models.ForeignKey(
        Province, on_delete=models.CASCADE, null=True, blank=True, related_name="budget", verbose_name=_("province"), help_text=_("For a provincial project.")
    )
    name = TranslatedTextField(_("name"), help_text=_("As printed, spelling corrected."))
    total = models.PositiveBigIntegerField(_("total"), help_text=_("Dirhams, as printed."))
    ministry = models.PositiveBigIntegerField(_("ministry"), help_text=_("Dirhams, as printed."))
    councils = models.PositiveBigIntegerField(_("regional and provincial councils"), help_text=_("Dirhams, as printed."))
    indh = models.PositiveBigIntegerField(_("INDH"), help_text=_("Dirhams, as printed."))

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="a_budget_line_stands_for_one_thing",
                condition=Q(kind="region", region__isnull=False, province__isnull=True)
                | Q(kind="province", region__isnull=True, province__isnull=False)
                | Q(kind__in=["stated_total", "computed_total"], region__isnull=True, province__isnull=True),
                violation_error_message=_("A region's line needs its region, a provincial project its province, a total neither."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def parts(self) -> int:
        """The sum of the three contributions, in dirhams."""
        return self.ministry + self.councils + self.indh

    @property
    def gap(self) -> int:
        """What separates the printed total from the sum of its parts, in dirhams; shown when it is not zero."""
        return self.total - self.parts


class Agreement(models.Model):
    """A partnership agreement (guide, annex 1). Amounts in millions of dirhams, as printed unless ``note`` says otherwise."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="agreements", verbose_name=_("region"), help_text=_("Where it applies."))
    order = models.PositiveSmallIntegerField(_("order"), unique=True, help_text=_("Row of annex 1."))
    subject = TranslatedTextField(_("subject"), multiline=True, help_text=_("What it is about."))
    signed = models.CharField(
        _("signed"), max_length=10, validators=[RegexValidator(r"^\d{4}(-\d{2}-\d{2})?$")], help_text=_("Date or year as printed: 2022 or 2022-06-01.")
    )
    duration = TranslatedTextField(_("duration"), help_text=_("As printed."))
    partners = TranslatedTextField(_("partners"), multiline=True, help_text=_("Who signed with the ministry."))
    ministry = models.DecimalField(_("ministry"), max_digits=6, decimal_places=1, help_text=_("Million dirhams."))
    regional_council = models.DecimalField(_("regional council"), max_digits=6, decimal_places=1, default=0, help_text=_("Million dirhams."))
    provincial_councils = models.DecimalField(
        _("provincial and prefectural councils"), max_digits=6, decimal_places=1, default=0, help_text=_("Million dirhams.")
    )
    indh_provinces = models.DecimalField(_("INDH, provinces and prefectures"), max_digits=6, decimal_places=1, default=0, help_text=_("Million dirhams."))
    indh_wilaya = models.DecimalField(_("INDH, wilaya"), max_digits=6, decimal_places=1, default=0, help_text=_("Million dirhams."))
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=1, help_text=_("Million dirhams, as printed."))
    schedule = models.JSONField(
        _("schedule of the ministry’s share"), default=dict, blank=True, help_text=_("Million dirhams by column of the annex: EAPSCS, 2022 to 2025.")
    )
    earlier = models.BooleanField(_("earlier agreement"), default=False, help_text=_("Signed before the programme was launched in 2022."))
    note = TranslatedTextField(_("note"), blank=True, multiline=True, help_text=_("Where the printed figures disagree, and what is shown."))

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.region} ({self.signed})"

    def clean(self) -> None:
        """A whole date is one of the calendar, and an emptied schedule an empty one.

        Raises:
            ValidationError: beside the date.
        """
        self.schedule = self.schedule or {}
        try:
            self.signed_on  # noqa: B018 - reading it tells
        except ValueError as error:
            raise ValidationError({"signed": _("Enter a valid date.")}) from error

    @property
    def signed_on(self) -> dt.date | None:
        """The day it was signed, where the guide prints one and not only the year."""
        return dt.date.fromisoformat(self.signed) if len(self.signed) > len("2022") else None

    @property
    def contributions(self) -> list[tuple[str | Promise, Decimal]]:
        """Who gives how much, in millions of dirhams; those who give nothing are left out."""
        names = ("ministry", "regional_council", "provincial_councils", "indh_provinces", "indh_wilaya")
        return [(field_of(self, name).verbose_name, getattr(self, name)) for name in names if getattr(self, name)]


class RegistrationCount(models.Model):
    """Women registered on the region's former platform, as printed in the guide. Never added to the portal's own files."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("region"), help_text=_("One figure a region."))
    women = models.PositiveIntegerField(_("registered women"), help_text=_("As printed."))
    as_of = models.CharField(_("as of"), max_length=20, default="2023", help_text=_("Year of the figure."))

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("registrations of a region")
        verbose_name_plural = _("registrations by region")
        ordering = ["region"]

    def __str__(self) -> str:
        return f"{self.region}: {self.women}"
