"""How far the telling of an act has come: who was told is remembered until all are, then forgotten."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .acts import CallAct
from .calls import Call


class CallNotice(models.Model):
    """One thing to tell those concerned by a call: an act, or answers that were published. Goes through them in batches."""

    wagtail_reference_index_ignore = True

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notices", verbose_name=_("call"), help_text=_("The call."))
    act = models.OneToOneField(
        CallAct, on_delete=models.PROTECT, null=True, blank=True, related_name="notice", verbose_name=_("act"), help_text=_("Empty: answers to questions.")
    )
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("Whoever was concerned by then is told."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"), help_text=_("Who had it told.")
    )
    source = models.CharField(max_length=40, blank=True, editable=False)
    after = models.BigIntegerField(null=True, editable=False)
    told = models.PositiveIntegerField(_("messages"), default=0, help_text=_("How many persons it was told to so far."))
    told_at = models.DateTimeField(_("told"), null=True, blank=True, help_text=_("When messages to all of them had been queued."))

    class Meta:
        """Model options."""

        verbose_name = _("notice of a call")
        verbose_name_plural = _("notices of calls")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["at", "id"], name="call_notice_waiting", condition=Q(told_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.call_id} {self.pk}"


class NoticeKey(models.Model):
    """By what somebody who was told is known again within this notice (keyed hash). Deleted when all were told."""

    wagtail_reference_index_ignore = True

    notice = models.ForeignKey(CallNotice, on_delete=models.CASCADE, related_name="keys", verbose_name=_("notice"), help_text=_("The notice."))
    key = models.CharField(_("key"), max_length=64, help_text=_("Of an address or of a person."))

    class Meta:
        """Model options."""

        verbose_name = _("somebody told")
        verbose_name_plural = _("those told")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="one_row_per_notice_and_key", fields=["notice", "key"], violation_error_message=_("She was told already."))]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.pk}"
