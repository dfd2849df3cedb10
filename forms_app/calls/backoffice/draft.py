"""A draft of a call: its form, and the panels in which it is edited. A published call shows its note only."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface

from forms_app.calls.models import Call
from portal.core.models import assignments_with
from portal.core.territory_admin import TerritoryForm


class CallForm(TerritoryForm):
    """Regions and provinces offered are those of the person; only who runs calls in the whole country may open one to it."""

    territory_fields = ("regions", "provinces")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.territory_fields:
            if name in self.fields and (kept := ", ".join(str(place) for place in self._elsewhere(name))):
                self.fields[name].help_text = f"{self.fields[name].help_text} {_('Also, and kept as it is: %(places)s.') % {'places': kept}}"

    def clean(self) -> dict:
        """A regional manager's call names a place of her region; places of others, which she is not offered, stay.

        Raises:
            ValidationError: when it names none.
        """
        cleaned = super().clean()
        user = self.for_user
        everywhere = user is None or user.is_superuser or any(one.in_the_country for one in assignments_with(user, self.permission))
        if "regions" in self.fields and not everywhere and not cleaned.get("regions") and not cleaned.get("provinces"):
            raise ValidationError(_("Choose your region, or provinces of it."), code="nowhere")
        for name in self.territory_fields:
            if name in cleaned:
                places = self.fields[name].queryset.model.objects
                cleaned[name] = places.filter(Q(pk__in=cleaned[name].values("pk")) | Q(pk__in=self._elsewhere(name).values("pk")))
        return cleaned

    def _elsewhere(self, name: str) -> QuerySet:
        """Places of the call that she is not offered."""
        if self.instance.pk is None:
            return self.fields[name].queryset.none()
        return getattr(self.instance, name).exclude(pk__in=self.fields[name].queryset.order_by().values("pk"))


def _fields(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name) for name in names]


#: A call that nobody outside has seen yet.
DRAFT = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(_fields("title", "summary", "who", "target", "what_next"), heading=_("Texts")),
                MultiFieldPanel(_fields("contact", "appeal", "source"), heading=_("To ask and to appeal")),
                MultiFieldPanel([FieldRowPanel(_fields("kind", "programme")), *_fields("slug", "form_key")], heading=_("The call")),
                MultiFieldPanel(_fields("regions", "provinces"), heading=_("Where")),
            ],
            heading=_("Call"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldRowPanel(_fields("opens_at", "closes_at")), FieldRowPanel(_fields("questions_until", "decision_by"))], heading=_("Dates")
                ),
                MultiFieldPanel(_fields("sealed", "relaunch_of", "internal_note"), heading=_("Files and notes")),
            ],
            heading=_("Dates"),
        ),
    ],
    base_form_class=CallForm,
).bind_to_model(Call)

#: A call that is published: what readers are told changes by acts.
PUBLISHED = ObjectList(
    [
        HelpPanel(_("This call is published: its texts, dates and documents are changed by acts, on its own screen.")),
        FieldPanel("internal_note"),
    ],
    base_form_class=CallForm,
).bind_to_model(Call)
