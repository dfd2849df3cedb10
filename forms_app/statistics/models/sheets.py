"""Sheets of figures that somebody of the staff kept: numbered, dated, never changed."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models import Role


class SheetQuerySet(models.QuerySet):
    """Sheets, through the rights of the reader."""

    visible_to_roles: ClassVar[frozenset[str]] = frozenset({Role.PROGRAMME_MANAGER})

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Her own; all of them for those whose figures are the whole country's."""
        if not user.is_active or not user.is_authenticated:
            return self.none()
        if user.is_superuser or user.assignments.filter(role__in=self.visible_to_roles).exists():
            return self
        return self.filter(by=user)


class SheetCounter(models.Model):
    """The last number given in a year. Its row is locked while the next one is given, so that none is left out."""

    wagtail_reference_index_ignore = True

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True, help_text=_("Of the sheets."))
    last = models.PositiveIntegerField(_("last number"), default=0, help_text=_("Given so far."))

    class Meta:
        """Model options."""

        verbose_name = _("counter of sheets")
        verbose_name_plural = _("counters of sheets")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Sheet(models.Model):
    """What was asked, when, and the answer, with its paper as it was printed."""

    wagtail_reference_index_ignore = True

    year = models.PositiveSmallIntegerField(_("year"), help_text=_("In which it was kept."))
    number = models.PositiveIntegerField(_("number"), help_text=_("1, 2, 3 ... in the year, without a gap."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), help_text=_("Who kept it."))
    as_of = models.DateTimeField(_("as of"), help_text=_("The moment of the numbers."))
    language = models.CharField(_("language"), max_length=5, help_text=_("Of its words."))
    question = models.JSONField(_("question"), help_text=_("What was asked, as codes."))
    numbers = models.JSONField(_("numbers"), help_text=_("The whole sheet as it was read: headings, definitions, rows."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of question, moment, language and numbers; printed on the paper."))
    paper = models.BinaryField(_("paper"), help_text=_("The PDF, byte for byte."))

    objects = SheetQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("sheet of figures")
        verbose_name_plural = _("sheets of figures")
        ordering = ["-year", "-number"]
        default_permissions = ()
        permissions = [("read_figures", _("Can read staff figures and keep sheets"))]
        constraints = [
            models.UniqueConstraint(name="one_sheet_per_year_and_number", fields=["year", "number"], violation_error_message=_("This number is already given."))
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number:04}"

    def content(self) -> dict[str, object]:
        """What its fingerprint is taken of."""
        return {"question": self.question, "as_of": self.as_of.astimezone(dt.UTC).isoformat(), "language": self.language, "numbers": self.numbers}
