"""A month that is over, counted once and for all."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CountedMonth(models.Model):
    """What arrived in a month: the exact numbers, which nobody is shown, and what went out of them. Rows are never changed.

    ``counts`` is ``{field: {region code: {answer: number}}}``, with the field ``registrations`` for the files themselves (answer ``all``).
    Answers are those of women.
    ``shown`` is ``{"months": {region code: {"number", "since"}}, "rows": {field: {region code: {"shown", "together"}}}}``; rows only with the last
    month of a quarter. Months counted until November 2026 have ``answers`` instead, which nothing reads: small numbers could be found from them.
    """

    wagtail_reference_index_ignore = True

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    counts = models.JSONField(_("exact numbers"), help_text=_("By field, region and answer. Never published."))
    shown = models.JSONField(_("published numbers"), help_text=_("What went out with this month; small numbers left out."))
    smallest = models.PositiveSmallIntegerField(_("smallest number shown"), help_text=_("Fewer registrations were not shown by themselves."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the published numbers."))
    counted_at = models.DateTimeField(_("counted"), default=timezone.now, help_text=_("When it was counted."))

    class Meta:
        """Model options."""

        verbose_name = _("counted month")
        verbose_name_plural = _("counted months")
        ordering = ["month"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="counted_month_begins_on_the_first", condition=Q(month__day=1), violation_error_message=_("A month is named by its first day.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
