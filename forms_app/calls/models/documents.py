"""Documents of a call: in any of the languages; one that readers were told of stays when it is replaced, with the dates between which it stood."""

import secrets
from pathlib import PurePath
from typing import cast

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.private_files import private_storage
from portal.core.translated import TranslatedTextField

from .calls import Call


def place_of(document: "CallDocument", name: str) -> str:
    """Path in the private storage: by month, under a name of ours that nobody guesses."""
    return f"calls/{document.added_at:%Y/%m}/{secrets.token_urlsafe(16)}{PurePath(name).suffix}"


class CallDocument(models.Model):
    """One document to read or to fill in."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        """What it is."""

        ANNOUNCEMENT = "announcement", _("Announcement")
        SPECIFICATIONS = "specifications", _("Specifications")
        TECHNICAL_SHEET = "technical_sheet", _("Technical sheet")
        MODEL = "model", _("Model to fill in")
        OTHER = "other", _("Other document")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="documents", verbose_name=_("call"), help_text=_("The call."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, help_text=_("What it is."))
    title = TranslatedTextField(_("title"), help_text=_("As shown beside the button."))
    language = models.CharField(_("language"), max_length=10, help_text=_("In which it is written."))
    file = models.FileField(_("file"), storage=private_storage, upload_to=place_of, max_length=200, help_text=_("PDF, Word, Excel or OpenDocument."))
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False, help_text=_("Bytes."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order on the page."))
    added_at = models.DateTimeField(_("from"), default=timezone.now, help_text=_("From when it stood on the page."))
    removed_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Until when. Empty: it stands."))
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces"), help_text=_("The one before it.")
    )

    class Meta:
        """Model options."""

        verbose_name = _("document of a call")
        verbose_name_plural = _("documents of calls")
        ordering = ["call", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="call_document_does_not_replace_itself",
                condition=Q(replaces__isnull=True) | ~Q(replaces=models.F("id")),
                violation_error_message=_("A document cannot replace itself."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Where it is downloaded, in the reader's language; nothing of a draft is."""
        return reverse("call_document", args=[self.call.slug, self.pk])

    def was_told(self) -> bool:
        """Whether readers of its published call may have it: it stands, or stood in a version. What a draft put away they never saw."""
        if self.removed_at is None:
            return True
        versions = self.call.versions.values_list("content__documents", flat=True)
        return any(one["id"] == self.pk for documents in versions for one in documents)

    def content(self) -> File:
        """Its bytes; those of an earlier release lie in the public storage until ``move_call_documents`` has run.

        Raises:
            FileNotFoundError: when they are in neither.
        """
        try:
            return self.file.open("rb")
        except FileNotFoundError:
            return storages["default"].open(cast("str", self.file.name))
