"""What editors give and get: results put first, and what people looked for in vain."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.core import languages
from portal.core.translated import TranslatedTextField
from search.normalise import tokens


class PromotedResult(models.Model):
    """A page or a call shown above the results when somebody types one of these words."""

    words = TranslatedTextField(
        _("words"), multiline=True, help_text=_("One word or group of words a line, as people type them; spelling does not matter. Each language has its own.")
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("In any language: readers get it in theirs."),
    )
    call = models.ForeignKey(
        "calls.Call", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("call"), help_text=_("Instead of a page.")
    )
    active = models.BooleanField(_("active"), default=True, help_text=_("Uncheck to stop without deleting."))

    panels: ClassVar = [FieldPanel("words"), FieldPanel("page"), FieldPanel("call"), FieldPanel("active")]

    class Meta:
        """Model options."""

        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_promoted_result_is_a_page_or_a_call",
                condition=Q(page__isnull=False, call__isnull=True) | Q(page__isnull=True, call__isnull=False),
                violation_error_message=_("Choose a page or a call, and only one of them."),
            )
        ]

    def __str__(self) -> str:
        return " · ".join(line for text in self.words.values() for line in text.splitlines()[:1])

    def clean(self) -> None:
        """Each line has a word.

        Raises:
            ValidationError: beside the words.
        """
        super().clean()
        for language, text in self.words.items():
            if any(line.strip() and not tokens(line, language) for line in text.splitlines()):
                raise ValidationError({"words": _("A line has no word.")})

    def answers(self, text: str) -> bool:
        """Whether what was typed is one of the lines, in any language."""
        return any(
            tokens(text, language) == tokens(line, language)
            for language, lines in self.words.items()
            if language in languages.codes()
            for line in lines.splitlines()
            if line.strip()
        )


class SearchMiss(models.Model):
    """Words that found nothing, how often and on which day. Nothing tells who typed them."""

    text = models.CharField(_("words"), max_length=60)
    language = models.CharField(_("language"), max_length=8)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        """Model options."""

        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-day", "-count", "text"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(name="one_row_per_miss_and_day", fields=["text", "language", "day"])]

    def __str__(self) -> str:
        return self.text
