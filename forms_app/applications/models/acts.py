"""What happened to a file, in order: the one source of its time-line and of its state."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.translated import TranslatedTextField

from .submissions import Status, Submission


class SubmissionAct(models.Model):
    """One act on a file. Rows are only ever added; a decision is taken back by a new act."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        """What was done."""

        RECEIVED = "received", _("Received")
        SENT_AGAIN = "sent_again", _("Corrected and sent again")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OUTCOME = "outcome", _("Outcome")
        COMPLETED = "completed", _("Completed")
        ERASED = "erased", _("Data erased")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="acts", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file.")
    )
    kind = models.CharField(_("act"), max_length=12, choices=Kind, help_text=_("What was done."))
    status = models.CharField(_("state after it"), max_length=20, choices=Status, help_text=_("State of the file from then on."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was done."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Who of the staff did it. Empty: the applicant herself."),
    )
    reason = models.SlugField(_("reason"), max_length=40, blank=True, help_text=_("Code of the reason, if one is needed."))
    sentence = TranslatedTextField(_("public sentence"), blank=True, multiline=True, help_text=_("Shown to her on the tracking page."))
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Until when she may complete her file. Only when something lacks."))
    questions = models.JSONField(_("questions"), default=list, blank=True, help_text=_("Codes of the questions reopened. Only when something lacks."))

    class Meta:
        """Model options."""

        verbose_name = _("act on a file")
        verbose_name_plural = _("acts on files")
        ordering = ["submission", "at", "pk"]
        indexes = [models.Index(fields=["submission", "at"], name="act_submission_at")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}"


class Opening(models.Model):
    """Who of the staff opened a file or one of its documents, and when (law 09-08)."""

    wagtail_reference_index_ignore = True

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="openings", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), help_text=_("Who opened it."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was opened."))
    upload = models.CharField(_("document"), max_length=24, blank=True, help_text=_("Code of the document opened. Empty: the file itself."))

    class Meta:
        """Model options."""

        verbose_name = _("opening of a file")
        verbose_name_plural = _("openings of files")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["submission", "-at"], name="opening_submission_at"),
            models.Index(fields=["-at", "-id"], name="opening_at"),
            models.Index(fields=["by", "-at", "-id"], name="opening_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.by_id}"


class Export(models.Model):
    """A table of files made for somebody of the staff: logged, private, expiring."""

    wagtail_reference_index_ignore = True

    class Format(models.TextChoices):
        """Of the table."""

        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel (XLSX)")

    class State(models.TextChoices):
        """Of the work."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), help_text=_("Who asked for it."))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, help_text=_("When it was asked for."))
    taken_at = models.DateTimeField(_("begun"), null=True, blank=True, help_text=_("When it was last begun."))
    format = models.CharField(_("format"), max_length=5, choices=Format, help_text=_("Of the table."))
    filters = models.JSONField(_("filters"), default=dict, help_text=_("Those of the list, as codes."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, help_text=_("Of the work."))
    done = models.PositiveIntegerField(_("rows written"), default=0, help_text=_("So far."))
    total = models.PositiveIntegerField(_("rows in all"), default=0, help_text=_("When it was asked for."))
    path = models.CharField(_("place"), max_length=200, blank=True, help_text=_("In the private storage."))
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True, help_text=_("Then the table is deleted."))

    class Meta:
        """Model options."""

        verbose_name = _("export of files")
        verbose_name_plural = _("exports of files")
        ordering = ["-asked_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.format}"
