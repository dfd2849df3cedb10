"""What runs by the clock, and how it went: one row a job, written by the job itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockRun(models.Model):
    """The last runs of one job. Loops write at most once a minute."""

    wagtail_reference_index_ignore = True

    job = models.CharField(_("job"), max_length=60, primary_key=True, help_text=_("Name of its command."))
    began_at = models.DateTimeField(_("begun"), help_text=_("When it last began a round."))
    succeeded_at = models.DateTimeField(_("succeeded"), null=True, blank=True, help_text=_("When a round last ended well. Empty: never."))
    failure = models.CharField(_("failure"), max_length=100, blank=True, help_text=_("Kind of the error that ended the last round. Empty: it ended well."))

    class Meta:
        """Model options."""

        verbose_name = _("job of the clock")
        verbose_name_plural = _("jobs of the clock")
        ordering = ["job"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.job
