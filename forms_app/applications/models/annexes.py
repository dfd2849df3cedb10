"""Several photos, one annex: which pages it has, and the PDF made of them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.private_files import private_storage

from .drafts import Draft
from .uploads import Upload, new_upload_id


def annex_place(annex: "Annex", name: str) -> str:
    """Path in the private storage: by day, under a name of ours."""
    return f"annexes/{annex.asked_at:%Y/%m/%d}/{annex.public_id}.pdf"


class Annex(models.Model):
    """The one PDF that the documents of a question make, page after page.

    A row stands for one list of pages and never for another: what it is made of (``content``) is written once, and the PDF follows from
    it alone. When she turns or moves a page there is another row; those never sent go away.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        """Of the work."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    public_id = models.CharField(_("public code"), max_length=24, unique=True, default=new_upload_id, help_text=_("Stands in addresses."))
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="annexes", verbose_name=_("draft"), help_text=_("The file it belongs to."))
    question = models.CharField(_("question"), max_length=40, help_text=_("Code of the question it answers."))
    content = models.JSONField(_("pages"), help_text=_("In order: code, fingerprint and turn of each document."))
    digest = models.CharField(_("fingerprint of the pages"), max_length=64, help_text=_("SHA-256 of their list; the same pages are the same annex."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, help_text=_("Of the work."))
    pages = models.PositiveSmallIntegerField(_("pages"), default=0, help_text=_("Once it is made."))
    size = models.PositiveIntegerField(_("size"), default=0, help_text=_("Bytes, once it is made."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, help_text=_("SHA-256 of the PDF."))
    file = models.FileField(_("PDF"), storage=private_storage, upload_to=annex_place, max_length=200, blank=True, help_text=_("In the private storage."))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, help_text=_("When these pages were first put in this order."))
    taken_at = models.DateTimeField(_("begun"), null=True, blank=True, help_text=_("When it was last begun."))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, help_text=_("When it was last sent. Empty: never; it goes when the pages change."))

    class Meta:
        """Model options."""

        verbose_name = _("annex of a file")
        verbose_name_plural = _("annexes of files")
        ordering = ["draft", "question", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="annex_once_per_pages", fields=["draft", "question", "digest"], violation_error_message=_("These pages are already put together.")
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="annex_state_asked_at")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name(self) -> str:
        """What it is called when it is saved."""
        return f"{self.question}.pdf"

    @property
    def media_type(self) -> str:
        """What it is."""
        return "application/pdf"

    @property
    def uploads(self) -> list[str]:
        """Codes of the documents it is made of, in order."""
        return [code for code, _sha256, _turn in self.content]

    @property
    def may_be_opened(self) -> bool:
        """Whether it is made and the virus scanner has nothing against any of its pages; staff open no other."""
        pages = Upload.objects.filter(draft=self.draft_id, public_id__in=self.uploads, scan__in=Upload.OPENED)
        return self.state == self.State.READY and pages.count() == len(self.content)
