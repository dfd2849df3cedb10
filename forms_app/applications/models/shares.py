"""Who besides its holder may work on a draft: one row a link, taken back at once when she wishes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.encrypted import EncryptedJSONField, EncryptedTextField

from .drafts import Draft


class DraftShare(models.Model):
    """One colleague's way to a draft: she fills in, and neither sends, withdraws, shares nor hands over.

    ``typed`` is what autosave kept of hers, by step: apart from the holder's, so that neither replaces the other's unfinished words.
    """

    wagtail_reference_index_ignore = True

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="shares", verbose_name=_("draft"), help_text=_("The file it opens."))
    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True, help_text=_("The link itself is known to whoever received it only."))
    label = EncryptedTextField(_("for whom"), blank=True, help_text=_("As the holder calls her; encrypted."))
    typed = EncryptedJSONField(_("typed since"), default=dict, help_text=_("What she typed and did not save, by step; encrypted."))
    created_at = models.DateTimeField(_("made"), default=timezone.now, help_text=_("When the holder made the link."))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True, help_text=_("When somebody last worked with it."))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, help_text=_("From then on it opens nothing."))
    offered_at = models.DateTimeField(_("file offered"), null=True, blank=True, help_text=_("When the holder offered to hand the file over to her."))
    giver_stays = models.BooleanField(_("the giver stays"), default=False, help_text=_("Whether the holder becomes a colleague once it is handed over."))

    class Meta:
        """Model options."""

        verbose_name = _("shared draft")
        verbose_name_plural = _("shared drafts")
        ordering = ["created_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_offer_of_a_draft_at_a_time",
                fields=["draft"],
                condition=Q(offered_at__isnull=False),
                violation_error_message=_("This file is already offered to somebody."),
            ),
            models.CheckConstraint(
                name="nothing_is_offered_to_whom_the_link_was_taken_from",
                condition=Q(offered_at__isnull=True) | Q(revoked_at__isnull=True),
                violation_error_message=_("This link was taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.pk}"
