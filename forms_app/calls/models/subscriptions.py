"""Who wants to hear of calls without having a file: an address, what of, since when. Emptied as soon as she says stop."""

import datetime as dt
import secrets
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.encrypted import EncryptedTextField
from portal.core.models import Channel
from programmes.models import Programme
from regions.models import Region

from .calls import Call


def new_token() -> str:
    """What stands in the links of her messages: short enough for an SMS, beyond guessing, and it opens nothing but the way out."""
    return secrets.token_urlsafe(9)


class CallSubscriptionQuerySet(models.QuerySet):
    """Subscriptions by what they follow."""

    def active(self) -> Self:
        """Confirmed, and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def following(self, call: Call, *, at: dt.datetime) -> Self:
        """Those who had asked by then to hear of this call, or of calls like it. Examples concern only those who follow that very call."""
        if call.sample:
            return self.active().filter(confirmed_at__lte=at, call=call)
        places = {region.pk for region in call.regions.all()} | {province.region_id for province in call.provinces.all()}
        like_it = Q(call=None, kind__in=["", call.kind]) & (Q(programme=None) | Q(programme=call.programme_id))
        if places:
            like_it &= Q(region=None) | Q(region__in=places)
        return self.active().filter(Q(call=call) | like_it, confirmed_at__lte=at)


class CallSubscription(models.Model):
    """One address that follows one call, or the calls of a kind, a region, a programme (as in the list's address)."""

    wagtail_reference_index_ignore = True

    channel = models.CharField(_("channel"), max_length=10, choices=Channel, help_text=_("How she is told."))
    address = EncryptedTextField(_("address"), blank=True, help_text=_("Phone number or e-mail address, encrypted."))
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, help_text=_("In which she is told."))
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="subscriptions", verbose_name=_("call"), help_text=_("Empty: calls like these.")
    )
    kind = models.CharField(_("kind"), max_length=20, blank=True, choices=Call.Kind, help_text=_("Empty: for everybody."))
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("Empty: all regions.")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme"), help_text=_("Empty: all programmes.")
    )
    token = models.CharField(max_length=16, unique=True, default=new_token, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    code_sent_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now, help_text=_("When it was first asked for. Not confirmed within a week, it is erased."))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, help_text=_("When the address proved to be hers. Empty: not yet."))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, help_text=_("When she said stop; her address was emptied then."))

    objects = CallSubscriptionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("subscription to calls")
        verbose_name_plural = _("subscriptions to calls")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("end_callsubscription", _("Can end subscriptions to calls"))]
        indexes = [
            models.Index(fields=["address_hash"], name="subscription_address"),
            models.Index(fields=["call"], name="subscription_call_active", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["-created_at", "-id"], name="subscription_list"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_subscription_follows_a_call_or_a_filter",
                condition=Q(call__isnull=True) | Q(kind="", region__isnull=True, programme__isnull=True),
                violation_error_message=_("Follow one call, or calls of a kind, region and programme."),
            ),
            models.CheckConstraint(
                name="an_ended_subscription_has_no_address",
                condition=Q(ended_at__isnull=True) | Q(address_hash=""),  # the address itself is encrypted: it cannot be compared
                violation_error_message=_("A subscription that is ended keeps no address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
