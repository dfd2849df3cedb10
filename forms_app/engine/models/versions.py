"""A published form, frozen for ever: drafts and submissions point at the very words their applicant read."""

from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FrozenVersionError(RuntimeError):
    """Somebody tried to change or delete a published version."""


class FormVersionQuerySet(models.QuerySet):
    """Versions can be read and added, nothing else."""

    def latest_of(self, key: str) -> Self:
        """The versions of one form, newest first."""
        return self.filter(key=key).order_by("-number")

    def update(self, **kwargs: Any) -> int:
        """Refused.

        Raises:
            FrozenVersionError: always.
        """
        raise FrozenVersionError("A published form version never changes; publish a new one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            FrozenVersionError: always.
        """
        raise FrozenVersionError("A published form version is kept as long as anything refers to it.")


class FormVersion(models.Model):
    """One version of one form: its canonical JSON, with the labels of every language, and the hash of it."""

    key = models.SlugField(_("form"), max_length=60, help_text=_("Code of the form, the same in all its versions."))
    number = models.PositiveIntegerField(_("version"), validators=[MinValueValidator(1)], help_text=_("1, 2, 3 ... in the order of publication."))
    definition = models.JSONField(_("definition"), help_text=_("Steps and questions in every language, as published."))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of the canonical JSON; proves that the version is unchanged."))
    published_at = models.DateTimeField(_("published"), default=timezone.now, help_text=_("When the version was frozen."))

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        """Model options."""

        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="one_form_version_per_number", fields=["key", "number"], violation_error_message=_("This form already has a version with this number.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; never update.

        Raises:
            FrozenVersionError: when the version is already stored.
        """
        if not self._state.adding:
            raise FrozenVersionError("A published form version never changes; publish a new one.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused.

        Raises:
            FrozenVersionError: always.
        """
        raise FrozenVersionError("A published form version is kept as long as anything refers to it.")
