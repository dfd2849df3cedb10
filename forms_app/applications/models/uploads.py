"""Documents sent with a file: private, checked by content, never served by the web server itself."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.private_files import private_storage

from .drafts import Draft


def new_upload_id() -> str:
    """An opaque name; the answer of a file question is a list of them."""
    return secrets.token_urlsafe(12)


def place_of(upload: "Upload", name: str) -> str:
    """Path in the private storage: by day, under a name of ours. What the sender called it is never a path."""
    return f"uploads/{upload.created_at:%Y/%m/%d}/{upload.public_id}{suffix_of(upload.media_type)}"


def suffix_of(media_type: str) -> str:
    """File ending of a type we accept; nothing for another."""
    return {"image/jpeg": ".jpg", "application/pdf": ".pdf"}.get(media_type, "")


class Upload(models.Model):
    """One document of a draft, and of the submission made from it."""

    wagtail_reference_index_ignore = True

    class Scan(models.TextChoices):
        """What the virus scanner said. Staff open clean files only."""

        WAITING = "waiting", _("Not checked yet")
        CLEAN = "clean", _("Checked")
        INFECTED = "infected", _("Refused by the virus scanner")
        OFF = "off", _("No scanner is installed")

    #: What staff may open.
    OPENED = (Scan.CLEAN, Scan.OFF)

    public_id = models.CharField(_("public code"), max_length=24, unique=True, default=new_upload_id, help_text=_("Stands in answers and addresses."))
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads", verbose_name=_("draft"), help_text=_("The file it belongs to."))
    question = models.CharField(_("question"), max_length=40, help_text=_("Code of the question it answers."))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Order within the question."))
    name = models.CharField(_("name"), max_length=120, help_text=_("As the sender called it, cleaned; shown, never used as a path."))
    media_type = models.CharField(_("type"), max_length=100, help_text=_("Found from the content, never from the name."))
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes, as stored."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the stored bytes."))
    file = models.FileField(_("content"), storage=private_storage, upload_to=place_of, max_length=200, help_text=_("In the private storage."))
    pages = models.PositiveSmallIntegerField(_("pages"), default=1, help_text=_("A photo is one; counted where pages are put together."))
    turn = models.PositiveSmallIntegerField(_("turned"), default=0, help_text=_("Degrees to the right, as she turned it: 0, 90, 180 or 270."))
    sent_as = models.CharField(
        _("key of its sending"), max_length=64, blank=True, help_text=_("Made in her browser: the same photo sent again after a lost answer is one photo.")
    )
    scan = models.CharField(_("virus check"), max_length=10, choices=Scan, default=Scan.OFF, help_text=_("Until it is checked, staff cannot open it."))
    created_at = models.DateTimeField(_("sent"), default=timezone.now, help_text=_("When it arrived."))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, help_text=_("Taken back by her; kept if a version already sent names it."))

    class Meta:
        """Model options."""

        verbose_name = _("document of a file")
        verbose_name_plural = _("documents of files")
        ordering = ["draft", "question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="upload_once_per_sending",
                fields=["draft", "question", "sent_as"],
                condition=~Q(sent_as=""),
                violation_error_message=_("This document is already there."),
            ),
            models.CheckConstraint(
                name="upload_turned_by_quarters", condition=Q(turn__in=[0, 90, 180, 270]), violation_error_message=_("A page is turned by quarters.")
            ),
        ]
        indexes = [models.Index(fields=["draft", "question"], name="upload_draft_question"), models.Index(fields=["scan"], name="upload_scan")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def may_be_opened(self) -> bool:
        """Whether the virus scanner has nothing against it; staff open no other."""
        return self.scan in self.OPENED
