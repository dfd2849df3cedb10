"""What was erased, so that a restore erases it again; what is still counted of it; and the copy a person asked for of her own data."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms_app.calls.models import Call
from regions.models import Region


class Erasure(models.Model):
    """One thing whose personal data were erased. Holds none itself: a reference, a digest or a row's number, a moment, a code.

    The same lines stand in the file ``ERASURE_LIST``, which outlives the database (decision 720).
    """

    wagtail_reference_index_ignore = True

    class What(models.TextChoices):
        """What it was."""

        FILE = "file", pgettext_lazy("application", "file")
        DRAFT = "draft", _("draft")
        SUBSCRIPTION = "subscription", _("subscription to calls")
        QUESTION = "question", _("question about a call")

    class Reason(models.TextChoices):
        """Why."""

        REQUEST = "request", _("She asked for it")
        HERSELF = "herself", _("She did it herself, with her receipt")
        CONSENT = "consent", _("She took back her agreement")
        NOT_ALLOWED = "not_allowed", _("The data should not have been collected")
        ORDERED = "ordered", _("A court or the national commission ordered it")
        RETENTION = "retention", _("The time for which it is kept was over")

    kind = models.CharField(_("what"), max_length=12, choices=What, help_text=_("What was erased."))
    ident = models.CharField(_("which"), max_length=64, help_text=_("Reference of a file, digest of a draft’s public code, number of another row."))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, help_text=_("Why it was erased."))
    at = models.DateTimeField(_("when"), default=timezone.now, help_text=_("When it was erased."))
    listed_at = models.DateTimeField(_("in the list"), null=True, blank=True, help_text=_("When its line stood in the list that outlives the database."))
    places = models.TextField(_("bytes to delete"), blank=True, help_text=_("Places in the private storage, one a line; emptied once they are deleted."))

    class Meta:
        """Model options."""

        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["at", "pk"]
        default_permissions = ()
        permissions = [("protect_personal_data", _("Can export and erase one person’s data, and read who opened which file"))]
        constraints = [
            models.UniqueConstraint(name="one_erasure_per_thing", fields=["kind", "ident"], violation_error_message=_("Its data were erased already."))
        ]
        indexes = [
            models.Index(fields=["at"], name="erasure_not_listed", condition=models.Q(listed_at__isnull=True)),
            models.Index(fields=["at"], name="erasure_bytes_left", condition=~models.Q(places="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ident}"


class Remainder(models.Model):
    """How many files, erased because their time was over, had this answer: one column at a time, so that no row is somebody (decision 722)."""

    wagtail_reference_index_ignore = True

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", verbose_name=_("call"), help_text=_("What they answered."))
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"), help_text=_("Where they lived. Empty: not known.")
    )
    month = models.DateField(_("month"), help_text=_("Its first day: when they were sent."))
    column = models.CharField(_("column"), max_length=40, help_text=_("Name of the standard field."))
    code = models.CharField(_("code"), max_length=40, blank=True, help_text=_("The answer. Empty: not asked or not answered."))
    files = models.PositiveIntegerField(_("files"), default=0, help_text=_("How many."))

    class Meta:
        """Model options."""

        verbose_name = _("count of erased files")
        verbose_name_plural = _("counts of erased files")
        ordering = ["call", "month", "column", "code"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "call",
                models.functions.Coalesce("region", 0),  # two unknown regions are the same one; SQLite has no "nulls not distinct"
                "month",
                "column",
                "code",
                name="one_count_per_answer_region_and_month",
                violation_error_message=_("These files are counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.month} {self.column} {self.code}"


class PersonalCopy(models.Model):
    """A ZIP of everything the portal holds of one person, made for her by the data protection officer: private, and deleted after a day."""

    wagtail_reference_index_ignore = True

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), help_text=_("Who made it."))
    made_at = models.DateTimeField(_("made"), default=timezone.now, help_text=_("When it was made."))
    expires_at = models.DateTimeField(_("kept until"), help_text=_("Then it is deleted."))
    path = models.CharField(_("place"), max_length=200, blank=True, help_text=_("In the private storage. Empty: deleted."))
    holds = models.JSONField(_("what is in it"), default=list, help_text=_("As erasures name files and drafts; emptied when it is deleted."))

    class Meta:
        """Model options."""

        verbose_name = _("copy of a person’s data")
        verbose_name_plural = _("copies of persons’ data")
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
