"""A form as it is being written: steps and questions that editors change until they are published as a frozen version."""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin

from portal.core import languages
from portal.core.translated import TranslatedTextField

#: Sent inside the transaction that publishes, with ``definition`` (as it goes live) and ``by``. A receiver that raises undoes it all.
form_published = Signal()


class FormDefinition(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One form. ``steps`` and ``rules`` hold the very JSON that is published (DESIGN section 5), so a draft may lack texts."""

    key = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Small Latin letters, digits and _, beginning with a letter."))],
        help_text=_("Small Latin letters, digits and _, such as jisr_registration. Calls name the form by it: it never changes."),
    )
    title = TranslatedTextField(_("title"), help_text=_("Name of the form, shown above every step."))
    intro = TranslatedTextField(
        _("introduction"), blank=True, multiline=True, help_text=_("One or two sentences read before the first question. May stay empty.")
    )
    steps = models.JSONField(_("steps"), default=list, blank=True, editable=False, help_text=_("Steps and their questions."))
    rules = models.JSONField(
        _("eligibility"), default=list, blank=True, help_text=_("Sentences shown to somebody according to her answers. They never refuse.")
    )

    # Wagtail's names, so that removing a form removes its revisions and workflows with it.
    _revisions = GenericRelation("wagtailcore.Revision", content_type_field="content_type", object_id_field="object_id", related_query_name="form_definition")
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="form_definition",
        for_concrete_model=False,
    )

    class Meta:
        """Model options."""

        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.title}" or self.key

    @classmethod
    def for_update(cls, pk: int) -> Self:
        """The form, its row locked until the transaction ends: whoever changes a form holds it, so that no edit is lost.

        Raises:
            DoesNotExist: when there is none.
        """
        return cls.objects.select_for_update(of=("self",)).select_related("latest_revision").get(pk=pk)

    def draft(self) -> Self:
        """The form as its editors see it: the newest revision, or the published state when nothing is waiting."""
        return self.get_latest_revision_as_object()

    def as_json(self) -> dict[str, Any]:
        """The definition in the shape that is published; parts that are empty are left out."""
        data: dict[str, Any] = {"title": dict(self.title)}
        if self.intro:
            data["intro"] = dict(self.intro)
        data["steps"] = self.steps
        if self.rules:
            data["rules"] = self.rules
        return data

    def step(self, key: str) -> dict[str, Any] | None:
        """The step of that code, or ``None``."""
        return next((step for step in self.steps if step.get("key") == key), None)

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Make a revision live and freeze it as a version, both or neither.

        Raises:
            InvalidDefinition: when something is missing (``forms_app.engine.services``).
        """
        with transaction.atomic():
            super().publish(revision, user=user, **options)
            form_published.send(sender=type(self), definition=type(self).objects.get(pk=self.pk), by=user)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """A preview in each language."""
        return [(code, languages.own_name(code)) for code in languages.codes()]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """All steps, one under the other, in the language of the mode."""
        from forms_app.engine.editor.preview import preview_form

        return preview_form(request=request, definition=self.as_json(), language=mode_name)
