"""Who did what to which record, when. Rows are added and never changed; a sealer chains them by hash (DESIGN 8.4). Decision 403."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """An audit row is neither changed nor removed; the database refuses it too."""


class AuditQuerySet(models.QuerySet):
    """Rows to read."""

    def update(self, **kwargs: Any) -> int:
        """Never.

        Raises:
            AppendOnly: always.
        """
        raise AppendOnly

    def delete(self) -> tuple[int, dict]:
        """Never.

        Raises:
            AppendOnly: always.
        """
        raise AppendOnly


class AuditEntry(models.Model):
    """One act. ``sequence``, ``previous_hash`` and ``hash`` are filled once, by the sealer."""

    at = models.DateTimeField(_("when"))
    #: Without a constraint: somebody who leaves is removed, what she did stays under her number.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    act = models.CharField(_("act"), max_length=80)
    object_type = models.CharField(_("kind of record"), max_length=80)
    object_id = models.CharField(_("number of the record"), max_length=64)
    details = models.JSONField(_("details"), default=dict, help_text=_("Numbers and codes only; never a person's words."))
    sequence = models.BigIntegerField(_("place in the chain"), null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # Wagtail would ask six questions at every row to note whom it points to

    class Meta:
        """Model options."""

        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        ordering = ["-at", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["sequence"], name="one_audit_entry_per_place_in_the_chain"),
            models.CheckConstraint(name="sealed_with_its_hash", condition=Q(sequence__isnull=True, hash="") | Q(sequence__gte=1) & ~Q(hash="")),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_time"),
            models.Index(fields=["act", "-at", "-id"], name="audit_act"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_actor"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_object"),
            models.Index(fields=["id"], name="audit_unsealed", condition=Q(sequence__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Added once.

        Raises:
            AppendOnly: it is there already.
        """
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict]:
        """Never.

        Raises:
            AppendOnly: always.
        """
        raise AppendOnly
