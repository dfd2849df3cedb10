"""How people write the names of places, so that each finds hers."""

from typing import Self, cast

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from portal.core.text import fold

from .territory import Commune, Province, Region

#: Nobody's place name is longer; what is typed beyond it is not looked at.
LONGEST = 80
#: One letter would find half the country.
SHORTEST = 2


def key_of(text: str) -> str:
    """The key under which a spelling is kept and looked up: folded, without spaces (“M’diq” and “Mdiq”, “بن جرير” and “بنجرير”)."""
    return fold(text[:LONGEST]).replace(" ", "")


class PlaceNameQuerySet(models.QuerySet):
    """Spellings, looked up by what people type."""

    def typed(self, text: str) -> Self:
        """Spellings that hold what was typed: the same, then those that begin with it, then a word that does, then any."""
        key, words = key_of(text), fold(text[:LONGEST])
        if len(key) < SHORTEST:
            return self.none()
        rank = Case(
            When(key=key, then=Value(0)),
            When(key__startswith=key, then=Value(1)),
            When(folded__contains=f" {words}", then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
        return self.filter(key__contains=key).annotate(rank=rank).with_places().order_by("rank", "-official", "folded", "pk")

    def with_places(self) -> Self:
        """The places they name, with the province and region above them, in the same query."""
        return self.select_related("region", "province__region", "commune__province__region", "commune__city")


class PlaceName(models.Model):
    """One spelling of a place: official, or a variant met in the sources and in daily life."""

    folded = models.CharField(max_length=120)
    key = models.CharField(max_length=120, db_index=True)
    spelling = models.CharField(max_length=120)
    official = models.BooleanField(default=True)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="names", null=True, blank=True)
    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="names", null=True, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="names", null=True, blank=True)

    objects = PlaceNameQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("spelling of a place")
        verbose_name_plural = _("spellings of places")
        constraints = [
            models.CheckConstraint(
                name="a_spelling_names_one_place",
                condition=Q(region__isnull=False, province__isnull=True, commune__isnull=True)
                | Q(region__isnull=True, province__isnull=False, commune__isnull=True)
                | Q(region__isnull=True, province__isnull=True, commune__isnull=False),
            ),
            # Three, because empty places never equal each other; one over all four columns would need nulls_distinct, which SQLite lacks.
            *(models.UniqueConstraint(name=f"one_row_per_key_and_{place}", fields=["key", place]) for place in ("region", "province", "commune")),
        ]

    def __str__(self) -> str:
        return self.spelling

    @property
    def place(self) -> Region | Province | Commune:
        """The place it names."""
        return cast("Region | Province | Commune", self.commune or self.province or self.region)

    @classmethod
    def spelled(cls, spelling: str, *, official: bool, **place: Region | Province | Commune) -> Self:
        """A row, not yet saved, with its keys."""
        return cls(spelling=spelling, folded=fold(spelling), key=key_of(spelling), official=official, **place)
