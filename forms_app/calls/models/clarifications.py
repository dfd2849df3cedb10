"""Questions anyone may ask about a call while its window is open, and the answers published to all."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.encrypted import EncryptedTextField
from portal.core.models import Channel
from portal.core.translated import TranslatedTextField

from .calls import Call
from .notices import CallNotice


class ClarificationQuerySet(models.QuerySet):
    """Questions by what became of them, and by territory: a question lies where its call lies."""

    def visible_to(self, user: User, *permissions: str) -> Self:
        """Questions about the calls this person sees, or with which she may do what is named."""
        return self if user.is_active and user.is_superuser else self.filter(call__in=Call.objects.visible_to(user, *permissions).values("pk"))

    def waiting(self) -> Self:
        """Neither answered nor set aside."""
        return self.filter(answered_at__isnull=True, set_aside_at__isnull=True)

    def answered(self) -> Self:
        """Published with their answers."""
        return self.filter(answered_at__isnull=False)

    def set_aside(self) -> Self:
        """Not published, with a reason."""
        return self.filter(set_aside_at__isnull=False)


class Clarification(models.Model):
    """One question about a call. Who asked is not known; where to tell her of the answer only until she was told."""

    wagtail_reference_index_ignore = True

    class Reason(models.TextChoices):
        """Why a question is not published."""

        PERSONAL = "personal", _("It is about one person’s own case or data")
        ELSEWHERE = "elsewhere", _("It is not about this call")
        ASKED_BEFORE = "asked_before", _("It was asked and answered already")
        UNFIT = "unfit", _("It is no question, or unfit to publish")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="clarifications", verbose_name=_("call"), help_text=_("What it is about."))
    language = models.CharField(_("language"), max_length=10, help_text=_("In which it was asked."))
    text = EncryptedTextField(_("as it was asked"), blank=True, help_text=_("Emptied when the question was set aside for a month."))
    emptied = models.BooleanField(default=False, editable=False)
    published_text = models.TextField(
        pgettext_lazy("clarification", "question"), blank=True, help_text=_("As readers see it: without names, telephones or anything that tells who asks.")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, help_text=_("When it was asked."))
    channel = models.CharField(_("channel"), max_length=10, blank=True, choices=Channel, help_text=_("How she asked to be told. Empty: not."))
    address = EncryptedTextField(_("address"), blank=True, help_text=_("Phone number or e-mail address, encrypted; emptied once she was told."))
    reply = TranslatedTextField(_("answer"), blank=True, multiline=True, help_text=_("Published to all. Amazigh may follow later."))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, help_text=_("When the answer was published."))
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True, help_text=_("When the answer was last corrected."))
    set_aside_at = models.DateTimeField(_("set aside"), null=True, blank=True, help_text=_("When it was decided not to publish it."))
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=Reason, help_text=_("Why it is not published."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"), help_text=_("Who saw to it.")
    )
    told_in = models.ForeignKey(
        CallNotice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told"),
        help_text=_("The notice that told of this answer."),
    )

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about calls")
        ordering = ["call", "asked_at", "pk"]
        default_permissions = ("view",)
        permissions = [("answer_clarification", _("Can answer questions about calls"))]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="clarification_waiting", condition=Q(answered_at__isnull=True, set_aside_at__isnull=True)),
            models.Index(fields=["call", "answered_at"], name="clarification_call_answered"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_question_is_answered_or_set_aside",
                condition=Q(answered_at__isnull=True) | Q(set_aside_at__isnull=True),
                violation_error_message=_("A question is answered or set aside, not both."),
            ),
            models.CheckConstraint(
                name="a_question_is_set_aside_with_a_reason",
                condition=Q(set_aside_at__isnull=True, reason="") | (Q(set_aside_at__isnull=False) & ~Q(reason="")),
                violation_error_message=_("Say why the question is not published."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} - {timezone.localtime(self.asked_at):%Y-%m-%d}"
