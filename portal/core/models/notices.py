"""The notice shown on every page: registration is free, a breakdown, an extension."""

import datetime as dt
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin

from portal.core.translated import TranslatedTextField


class SiteNoticeQuerySet(models.QuerySet):
    """Notices by their time."""

    def shown_at(self, at: dt.datetime) -> Self:
        """Notices whose start has come and whose end has not."""
        return self.filter(starts_at__lte=at).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def next_turn(self, at: dt.datetime) -> dt.datetime | None:
        """When one next appears or goes."""
        found = self.aggregate(starts=Min("starts_at", filter=Q(starts_at__gt=at)), ends=Min("ends_at", filter=Q(ends_at__gt=at)))
        return min(filter(None, found.values()), default=None)


class SiteNotice(RevisionMixin, models.Model):
    """A sentence in the three languages shown at the top of every page between two moments."""

    class Tone(models.TextChoices):
        """How it looks; the words say how serious it is."""

        INFO = "info", _("Information")
        WAIT = "wait", _("Please note")

    key = models.CharField(
        _("code"), max_length=50, unique=True, help_text=_("Short name in Latin letters, seen by editors only."), validators=[RegexValidator(r"^[-a-z0-9]+$")]
    )
    text = TranslatedTextField(_("text"), multiline=True, help_text=_("One or two short sentences. Amazigh may be added later."))
    tone = models.CharField(_("tone"), max_length=10, choices=Tone, default=Tone.INFO, help_text=_("“Please note” is for breakdowns and warnings."))
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now, help_text=_("Moroccan time. The notice appears at once when this moment has come."))
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True, help_text=_("Empty: until somebody removes it."))

    objects = SiteNoticeQuerySet.as_manager()
    panels = [FieldPanel("key"), FieldPanel("text"), FieldPanel("tone"), FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta:
        """Model options."""

        verbose_name = _("site-wide notice")
        verbose_name_plural = _("site-wide notices")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the start."),
            )
        ]

    def __str__(self) -> str:
        return str(self.text)
