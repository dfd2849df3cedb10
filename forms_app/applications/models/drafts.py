"""A file being filled in: one row per step, so that two tabs never lose each other's work."""

import datetime as dt
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_app.calls.models import Call
from forms_app.engine.models import FormVersion
from portal.core.encrypted import EncryptedJSONField


def new_public_id() -> str:
    """An opaque name for addresses; useless without the browser's cookie or the resume code."""
    return secrets.token_urlsafe(12)


def default_expiry() -> dt.datetime:
    """When a draft begun now may be erased, whatever its call."""
    return timezone.now() + dt.timedelta(days=settings.RETENTION_DAYS["drafts"])


def expiry(*, call: Call, at: dt.datetime) -> dt.datetime:
    """When a draft of this call, last used at ``at``, may be erased: never within some days after the closing (``RETENTION_DAYS``)."""
    return not_before_closing(at + dt.timedelta(days=settings.RETENTION_DAYS["drafts"]), closes_at=call.closes_at)


def not_before_closing(moment: dt.datetime, *, closes_at: dt.datetime | None) -> dt.datetime:
    """The moment, or the end of the days for which drafts are kept after this closing, if that is later."""
    return max(moment, closes_at + _after_closing()) if closes_at else moment


def _after_closing() -> dt.timedelta:
    return dt.timedelta(days=settings.RETENTION_DAYS["drafts_after_closing"])


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts by the calendar."""

    def over(self, *, at: dt.datetime) -> Self:
        """Those not kept any more at that moment: ``kept_until``, asked of the database."""
        return self.filter(expires_at__lte=at).exclude(call__closes_at__gt=at - _after_closing())


class Draft(models.Model):
    """What somebody has answered so far to one call. Saved is not sent."""

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    class FilledBy(models.TextChoices):
        """Who holds the phone."""

        SELF = "self", _("Herself")
        OTHER = "other", _("Somebody for her")

    public_id = models.CharField(
        _("public code"), max_length=24, unique=True, default=new_public_id, help_text=_("Stands in addresses; opens nothing by itself.")
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("call"), help_text=_("The call it answers."))
    form_version = models.ForeignKey(
        FormVersion, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("form version"), help_text=_("The very questions she read; never changes.")
    )
    language = models.CharField(_("language"), max_length=5, help_text=_("In which it was begun."))
    filled_by = models.CharField(_("filled in by"), max_length=10, choices=FilledBy, default=FilledBy.SELF, help_text=_("Herself, or somebody helping her."))
    resume_hash = models.CharField(_("hash of the resume code"), max_length=64, unique=True, help_text=_("The code itself is known to her only."))
    idempotency_key = models.UUIDField(_("sending key"), unique=True, default=uuid.uuid4, help_text=_("Makes sending twice the same as sending once."))
    created_at = models.DateTimeField(_("begun"), default=timezone.now, help_text=_("When it was begun."))
    #: As the call stood when the draft was last saved; what counts is ``kept_until``.
    expires_at = models.DateTimeField(_("kept until"), default=default_expiry, help_text=_("After this it may be erased, if it was not sent."))
    reopened_at = models.DateTimeField(
        _("reopened"), null=True, blank=True, help_text=_("When she began to correct what she had sent. Empty: nothing is being corrected.")
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["expires_at"], name="draft_expires_at")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def kept_until(self) -> dt.datetime:
        """When it may be erased if it was not sent: an extension of its call, since it was last saved, keeps it longer."""
        return not_before_closing(self.expires_at, closes_at=self.call.closes_at)


class DraftStep(models.Model):
    """The answers of one step. ``version`` counts the times it was saved.

    ``answers`` and ``sealed`` are valid; ``typed`` is what autosave kept since then, as it was typed, right or not.
    """

    wagtail_reference_index_ignore = True  # nobody's usage list; four look-ups less at each sending

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps", verbose_name=_("draft"), help_text=_("The file it belongs to."))
    step = models.CharField(_("step"), max_length=40, help_text=_("Code of the step."))
    answers = models.JSONField(_("answers"), default=dict, help_text=_("By question, as codes and plain text."))
    sealed = EncryptedJSONField(_("sensitive answers"), default=dict, help_text=_("By question; encrypted in the database."))
    typed = EncryptedJSONField(_("typed since"), default=dict, help_text=_("What autosave kept, by name of field; encrypted, emptied when the step is saved."))
    version = models.PositiveIntegerField(_("version"), default=1, help_text=_("How many times it was saved."))
    updated_at = models.DateTimeField(_("saved"), default=timezone.now, help_text=_("When it was last saved."))

    class Meta:
        """Model options."""

        verbose_name = _("step of a draft")
        verbose_name_plural = _("steps of drafts")
        ordering = ["draft", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_row_per_draft_and_step", fields=["draft", "step"], violation_error_message=_("This step is already saved."))
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.step}"

    @property
    def everything(self) -> dict[str, object]:
        """All valid answers of the step, the sensitive ones too."""
        return {**self.answers, **self.sealed}
