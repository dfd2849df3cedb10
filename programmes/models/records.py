"""Records told apart from their pages: a programme, and a figure with its source and date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.formats import format_number
from portal.core.translated import TranslatedTextField


class Programme(models.Model):
    """A programme or strategy. Calls, pages and filters refer to it by its code."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Latin letters; never changes."))
    name = TranslatedTextField(_("name"), help_text=_("Official name."))
    short_name = TranslatedTextField(_("short name"), blank=True, help_text=_("For cards and filters."))
    period = models.CharField(_("period"), max_length=20, blank=True, help_text=_("Years it runs or ran, as printed: 2012-2016."))
    archived = models.BooleanField(_("archived"), default=False, help_text=_("Shown as history; no call belongs to it any more."))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("In lists, smallest first."))

    class Meta:
        """Model options."""

        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.short_name or self.name)


class Figure(models.Model):
    """One figure, kept in one place: pages show it through a live block, so a correction reaches all of them."""

    key = models.SlugField(_("code"), unique=True, help_text=_("Latin letters; never changes."))
    label = TranslatedTextField(_("meaning"), help_text=_("What is counted."))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=1, help_text=_("As printed in the source; never a total of ours."))
    unit = TranslatedTextField(_("unit"), blank=True, help_text=_("%, million dirhams ... Empty for a plain count."))
    source = TranslatedTextField(_("source"), help_text=_("Where it is printed."))
    as_of = models.CharField(_("as of"), max_length=20, help_text=_("Year or date of the figure."))

    class Meta:
        """Model options."""

        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.label} ({self.value.normalize():f})"

    @property
    def number(self) -> str:
        """The value as the reader's language groups digits."""
        return format_number(float(self.value))
