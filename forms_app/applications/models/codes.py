"""One-time codes sent to the telephone of whoever lost her receipt."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .submissions import Submission


class TrackingCode(models.Model):
    """A code of six digits, good once and for a quarter of an hour."""

    wagtail_reference_index_ignore = True

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="codes", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file it shows.")
    )
    code_hash = models.CharField(_("hash of the code"), max_length=64, help_text=_("The code itself is in the message only."))
    made_at = models.DateTimeField(_("made"), default=timezone.now, help_text=_("When it was sent."))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, help_text=_("Wrong codes written since."))
    used_at = models.DateTimeField(_("used"), null=True, blank=True, help_text=_("When it showed the file."))

    class Meta:
        """Model options."""

        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["submission", "-made_at"], name="code_submission_made")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.made_at:%Y-%m-%d}"
