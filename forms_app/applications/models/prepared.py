"""Outcomes that wait for the publication of the results: nobody is told before, and then everybody at once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.translated import TranslatedTextField

from .submissions import Status, Submission


class PreparedOutcome(models.Model):
    """What will be recorded on a file when the results of its call are published; then the row goes, and the act stays."""

    wagtail_reference_index_ignore = True

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="prepared", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file.")
    )
    status = models.CharField(_("outcome"), max_length=20, choices=Status, help_text=_("State of the file from the publication on."))
    reason = models.SlugField(_("reason"), max_length=40, blank=True, help_text=_("Code of the reason, if one is needed."))
    sentence = TranslatedTextField(_("public sentence"), blank=True, multiline=True, help_text=_("Shown to her on the tracking page."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), help_text=_("Who prepared it."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was prepared."))

    class Meta:
        """Model options."""

        verbose_name = _("prepared outcome")
        verbose_name_plural = _("prepared outcomes")
        ordering = ["submission"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.status}"
