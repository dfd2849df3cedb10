"""Messages on their way out: written with the business change, sent after it (DESIGN 8.2). Decision 402."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.encrypted import EncryptedTextField


class Channel(models.TextChoices):
    """How a message travels."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class OutboxMessage(models.Model):
    """One message to one address. Once it has left, its words and its address are emptied; what stays says that it left."""

    class State(models.TextChoices):
        """Where it is. Codes are compared by services only."""

        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("It was sent")
        DEAD = "dead", _("It could not be sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    address = EncryptedTextField(_("address"), blank=True, help_text=_("Phone number or e-mail address, encrypted."))
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    address_hint = models.CharField(_("address"), max_length=12, blank=True, help_text=_("Enough to recognise it, too little to use it."))
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = EncryptedTextField(_("message"), blank=True)
    unsubscribe = EncryptedTextField(_("way out"), blank=True, help_text=_("Address of the page that ends these messages; a mail carries it in its headers."))
    emptied = models.BooleanField(_("emptied"), default=False, help_text=_("Address and words are gone; it cannot be sent again."))
    language = models.CharField(_("language"), max_length=10)
    purpose = models.CharField(_("what for"), max_length=50)
    dedupe = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    bulk = models.BooleanField(_("one of many"), default=False, help_text=_("Told to many at once: codes and receipts leave before it."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), help_text=_("While it is being sent: when the worker that took it is given up."))
    expires_at = models.DateTimeField(_("useless after"), null=True, blank=True)
    claim = models.UUIDField(null=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=60, blank=True, help_text=_("A code; never the words of the message."))
    provider_id = models.CharField(_("number given by the operator"), max_length=100, blank=True)
    parts = models.PositiveSmallIntegerField(_("parts"), default=1, help_text=_("How many SMS it costs."))
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        """Model options."""

        verbose_name = _("message to send")
        verbose_name_plural = _("messages to send")
        ordering = ["-created_at", "-id"]
        default_permissions = ("view",)
        permissions = [("retry_outboxmessage", "Can send a message again")]
        constraints = [
            models.UniqueConstraint(fields=["dedupe"], name="one_message_per_dedupe_key"),
            models.CheckConstraint(name="a_sent_message_has_its_time_and_no_words", condition=~Q(state="sent") | Q(sent_at__isnull=False, emptied=True)),
        ]
        indexes = [
            models.Index(fields=["bulk", "next_try_at"], name="outbox_due_first", condition=Q(state__in=["queued", "sending"])),
            models.Index(fields=["state", "-created_at", "-id"], name="outbox_list"),
            models.Index(fields=["channel", "sent_at"], name="outbox_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.purpose} {self.state}"
