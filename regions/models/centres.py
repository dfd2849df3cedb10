"""Centres where a woman is received, and the state of each region's reference incubator."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import field_of
from portal.core.models import TerritoryQuerySet
from portal.core.text import UNSTORABLE
from portal.core.translated import REQUIRED_LANGUAGES, TranslatedTextField

from .territory import Commune, Province, Region

#: Facts every centre is asked for; what lacks is listed on the editor's first screen.
EXPECTED_FACTS = ("address", "phone", "hours", "services", "confirmed_on")
#: How far an incubator has come at a stage.
STAGE_STATES = ("done", "now", "todo")


class CentreQuerySet(TerritoryQuerySet):
    """Centres, with the rights of their territory."""

    def shown(self) -> Self:
        """Those the public may see."""
        return self.filter(open_to_public=True)

    def with_places(self) -> Self:
        """Their commune and province in the same query."""
        return self.select_related("commune", "province", "region")


class Centre(models.Model):
    """A place that receives women. What the region has not given stays empty and is said to be so; nothing is invented."""

    class Kind(models.TextChoices):
        """What is done there."""

        REFERENCE_INCUBATOR = "reference_incubator", _("Reference social incubator")
        INCUBATING_ASSOCIATION = "incubating_association", _("Incubating association")
        TRAINING = "training", _("Education and training centre")
        APPRENTICESHIP = "apprenticeship", _("Apprenticeship centre")
        WOMEN_SPACE = "women_multipurpose", _("Women’s multi-purpose space")
        SOCIAL = "social", _("Social centre")

    code = models.SlugField(_("code"), unique=True, help_text=_("Short Latin name; never changes."))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, help_text=_("What is done there."))
    name = TranslatedTextField(_("name"), help_text=_("As on its door."))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="centres", verbose_name=_("region"), help_text=_("Where it is."))
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="centres", verbose_name=_("province"), help_text=_("Empty if not yet known.")
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="centres", verbose_name=_("commune"), help_text=_("Empty if not yet known.")
    )
    address = TranslatedTextField(_("address"), blank=True, help_text=_("As one would say it to a taxi driver."))
    phone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("Ten digits. Empty if not yet given."))
    hours = TranslatedTextField(_("opening hours"), blank=True, help_text=_("Days and hours."))
    services = TranslatedTextField(_("services"), blank=True, multiline=True, help_text=_("What a woman finds there."))
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True, help_text=_("How many women at once."))
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True, help_text=_("Unknown until somebody has looked."))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, help_text=_("When the centre last confirmed these facts."))
    source = TranslatedTextField(_("source"), blank=True, help_text=_("Where the facts come from."))
    open_to_public = models.BooleanField(_("shown on the site"), default=True, help_text=_("Uncheck to hide it without deleting."))

    objects = CentreQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["region", "kind", "code"]
        indexes = [models.Index(fields=["region", "kind"], name="centre_region_kind")]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """The commune lies in the province, the province in the region.

        Raises:
            ValidationError: beside the place that does not fit.
        """
        if self.commune and self.province_id is None:
            self.province = self.commune.province
        if self.commune and self.commune.province_id != self.province_id:
            raise ValidationError({"commune": _("This commune is not in that province.")})
        if self.region_id and self.province and self.province.region_id != self.region_id:
            raise ValidationError({"province": _("This province is not in that region.")})

    @property
    def missing(self) -> list[str]:
        """Names of the facts the region has not given yet, for the editor's first screen."""
        return [str(field_of(self, name).verbose_name) for name in EXPECTED_FACTS if not getattr(self, name)]

    @property
    def phone_digits(self) -> str:
        """The number as a telephone dials it: ``+212528000000``; empty when none, or not one of Morocco's ten digits."""
        digits = "".join(char for char in self.phone if char.isdigit())
        return f"+212{digits[1:]}" if len(digits) == 10 and digits.startswith("0") else ""

    @property
    def phone_pairs(self) -> str:
        """The number two digits at a time, as it is read out: ``05 28 00 00 00``."""
        digits = "".join(char for char in self.phone if char.isdigit())
        return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2)) if self.phone_digits else self.phone


class IncubatorQuerySet(TerritoryQuerySet):
    """States of incubators, with the rights of their region."""

    province_lookup = None


class IncubatorState(models.Model):
    """How far the region's reference social incubator has come, as the guide tells it."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="incubator", verbose_name=_("region"), help_text=_("One incubator a region."))
    status = models.SlugField(_("state"), max_length=60, help_text=_("Code of the state in the programme's table."))
    text = TranslatedTextField(_("in words"), multiline=True, help_text=_("One or two plain sentences."))
    stages = models.JSONField(_("stages"), default=list, blank=True, help_text=_("List of {text, state}; state is done, now or todo, text has its languages."))
    as_of = models.CharField(_("as of"), max_length=20, default="2023", help_text=_("Year or date of the information."))

    objects = IncubatorQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("state of an incubator")
        verbose_name_plural = _("state of the incubators")
        ordering = ["region"]

    def __str__(self) -> str:
        return str(self.region)

    def clean(self) -> None:
        """An emptied list of stages is an empty list, and each stage has its words and its state.

        Raises:
            ValidationError: beside the stages.
        """
        self.stages = self.stages or []
        if not (isinstance(self.stages, list) and all(map(_is_stage, self.stages))):
            raise ValidationError({"stages": _("Enter a valid value.")})


def _is_stage(stage: Any) -> bool:
    if not isinstance(stage, dict) or stage.get("state") not in STAGE_STATES or not isinstance(text := stage.get("text"), dict):
        return False
    return all(text.get(code) for code in REQUIRED_LANGUAGES) and all(isinstance(words, str) and not UNSTORABLE.search(words) for words in text.values())
