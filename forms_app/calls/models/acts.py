"""What was done to a call, and how its page read after it. Rows are only ever added (DESIGN section 6)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.translated import TranslatedTextField

from .calls import Call


class CallVersion(models.Model):
    """The public content of a call as it stood from a moment on: all languages, dates and documents, with its fingerprint."""

    wagtail_reference_index_ignore = True

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="versions", verbose_name=_("call"), help_text=_("The call."))
    number = models.PositiveIntegerField(_("version"), help_text=_("1, 2, 3 ... in the order of the acts."))
    at = models.DateTimeField(_("from"), default=timezone.now, help_text=_("From when the page read so."))
    content = models.JSONField(_("content"), help_text=_("What the page said, in every language."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the content as canonical JSON."))

    class Meta:
        """Model options."""

        verbose_name = _("version of a call")
        verbose_name_plural = _("versions of calls")
        ordering = ["call", "number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="one_row_per_call_and_version", fields=["call", "number"], violation_error_message=_("This version is already kept."))
        ]

    def __str__(self) -> str:
        return f"{self.call_id}/{self.number}"


class CallAct(models.Model):
    """One act on a call: who, when, why, old and new value, and whom it was told to."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        """What was done."""

        PROPOSED = "proposed", _("Sent for approval")
        PUBLISHED = "published", _("Published")
        EXTENDED = "extended", _("Extended")
        RELAUNCHED = "relaunched", _("Launched again")
        CORRECTED = "corrected", _("Corrected")
        CANCELLED = "cancelled", _("Cancelled")
        REVIEW_STARTED = "review_started", _("Study begun")
        UNSEALED = "unsealed", _("Files opened")
        RESULTS_PUBLISHED = "results_published", _("Results published")
        CLOCK_CHANGED = "clock_changed", _("Clock rules changed")

    #: Kinds that those concerned are told of; a publication, only those who asked to hear of new calls.
    TOLD = frozenset({Kind.PUBLISHED, Kind.EXTENDED, Kind.RELAUNCHED, Kind.CORRECTED, Kind.CANCELLED, Kind.RESULTS_PUBLISHED, Kind.CLOCK_CHANGED})
    #: Kinds that readers of the page see.
    SHOWN = frozenset(set(Kind) - {Kind.PROPOSED})

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="acts", verbose_name=_("call"), help_text=_("The call."))
    kind = models.CharField(_("act"), max_length=20, choices=Kind, help_text=_("What was done."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was done."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Who of the staff did it. Empty: the portal itself, by the clock or from the programme's documents."),
    )
    reason = models.SlugField(_("reason"), max_length=40, blank=True, help_text=_("Code of the reason, from the list of its act."))
    text = TranslatedTextField(_("in other words"), blank=True, multiline=True, help_text=_("Shown to readers with the reason."))
    changes = models.JSONField(_("changes"), default=list, blank=True, help_text=_("A list of field, old and new value."))
    details = models.JSONField(
        _("details"), default=dict, blank=True, help_text=_("What this kind of act tells besides: results, persons present, the new call.")
    )
    version = models.ForeignKey(
        CallVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version"), help_text=_("How the page read after it.")
    )
    told_at = models.DateTimeField(
        _("told"), null=True, blank=True, help_text=_("When messages to those concerned had all been queued. Empty: not yet, or nobody is told.")
    )
    told = models.PositiveIntegerField(_("messages"), default=0, help_text=_("How many persons it was told to."))

    class Meta:
        """Model options."""

        verbose_name = _("act on a call")
        verbose_name_plural = _("acts on calls")
        ordering = ["call", "at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["call", "at"], name="call_act_call_at")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"
