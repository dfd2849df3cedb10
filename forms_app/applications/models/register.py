"""The public register: the files that were published, which version of which application has its line in which, and what is held back till an opening.

Rows are added and never changed; the database refuses it too (migration 0012). Decision 740.
"""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms_app.calls.models import Call

from .submissions import Submission


class PublishedForEver(RuntimeError):
    """Somebody tried to change or remove what the register has published."""


class PublishedQuerySet(models.QuerySet):
    """Rows to read and to add."""

    def update(self, **kwargs: Any) -> int:
        """Refused.

        Raises:
            PublishedForEver: always.
        """
        raise PublishedForEver

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            PublishedForEver: always.
        """
        raise PublishedForEver


class Published(models.Model):
    """A row that is written once."""

    wagtail_reference_index_ignore = True  # nobody's usage list

    objects = PublishedQuerySet.as_manager()

    class Meta:
        """Model options."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Added once.

        Raises:
            PublishedForEver: it is there already.
        """
        if not self._state.adding:
            raise PublishedForEver
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            PublishedForEver: always.
        """
        raise PublishedForEver


class RegisterFile(Published):
    """One text of the register as everybody may fetch it: of a day, or of the opening of a sealed call."""

    number = models.PositiveIntegerField(_("place in the chain"), unique=True, validators=[MinValueValidator(1)], help_text=_("1, 2, 3 ... without a gap."))
    name = models.CharField(_("name"), max_length=40, unique=True, help_text=_("As in its address, without the ending."))
    day = models.DateField(_("day"), unique=True, null=True, blank=True, help_text=_("Moroccan day it is of. Empty: of an opening."))
    call = models.OneToOneField(
        Call,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opening_file",
        verbose_name=_("call"),
        help_text=_("The sealed call whose lines it opens. Empty: of a day."),
    )
    made_at = models.DateTimeField(_("made"), help_text=_("When it was made and published."))
    audit_sequence = models.BigIntegerField(
        _("place in the audit"), help_text=_("Of the last sealed entry when it was made; not published, since it would count what is sealed.")
    )
    text = models.TextField(_("text"), help_text=_("Every letter of it, as published."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the text; the next file names it."))

    class Meta:
        """Model options."""

        verbose_name = _("file of the register")
        verbose_name_plural = _("files of the register")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="register_file_of_a_day_or_an_opening",
                condition=models.Q(day__isnull=False, call__isnull=True) | models.Q(day__isnull=True, call__isnull=False),
                violation_error_message=_("A file of the register is of a day or of an opening."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class HeldDay(Published):
    """What a sealed call adds to the file of a day: the file shows the SHA-256 of this text, the opening publishes the text."""

    file = models.ForeignKey(
        RegisterFile, on_delete=models.PROTECT, related_name="held", verbose_name=_("file of the register"), help_text=_("In which its fingerprint stands.")
    )
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="held_days", verbose_name=_("call"), help_text=_("The sealed call."))
    text = models.TextField(_("text"), help_text=_("Call, day, a random number against guessing, and the lines; published by the opening."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the text; it tells neither the lines nor how many they are."))

    class Meta:
        """Model options."""

        verbose_name = _("held part of the register")
        verbose_name_plural = _("held parts of the register")
        ordering = ["file", "call"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="one_held_part_per_file_and_call", fields=["file", "call"], violation_error_message=_("This part is already held."))
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.call_id}"


class RegisterLine(Published):
    """That a version of an application has its line, and in which file. The line itself follows from the application and its code."""

    file = models.ForeignKey(
        RegisterFile, on_delete=models.PROTECT, related_name="lines", verbose_name=_("file of the register"), help_text=_("The one that lists or holds it.")
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="register_lines", verbose_name=pgettext_lazy("application", "file"), help_text=_("The file.")
    )
    version = models.PositiveSmallIntegerField(_("version"), help_text=_("Which sending of it."))

    class Meta:
        """Model options."""

        verbose_name = _("line of the register")
        verbose_name_plural = _("lines of the register")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_register_line_per_version", fields=["submission", "version"], violation_error_message=_("This version already has its line.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.version}"
