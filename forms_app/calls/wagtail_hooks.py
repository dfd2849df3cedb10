"""Calls in the admin: a call manager sees and edits those of her territory only."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from portal.core.models import Role
from portal.core.territory_admin import TerritoryForm, TerritoryViewSet

from . import desk  # noqa: F401 - importing registers its hooks
from .models import Call

_COUNTRY = (Role.PROGRAMME_MANAGER, Role.COMMUNICATION)


class CallForm(TerritoryForm):
    """Regions and provinces offered are those of the person; only a country role may open a call to the whole country."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("regions", "provinces"):
            if name in self.fields and self.for_user:
                self.fields[name].queryset = self.fields[name].queryset.visible_to(self.for_user)

    def clean(self) -> dict:
        """A regional manager's call names a place of her region.

        Raises:
            ValidationError: when it names none.
        """
        cleaned = super().clean()
        user = self.for_user
        everywhere = user is None or user.is_superuser or user.assignments.filter(role__in=_COUNTRY).exists()
        if not everywhere and not cleaned.get("regions") and not cleaned.get("provinces"):
            raise ValidationError(_("Choose your region, or provinces of it."), code="nowhere")
        return cleaned


class StateColumn(Column):
    """The state as it is now, in words."""

    def get_value(self, instance: Call) -> str:
        """Label of the state."""
        return instance.state_at(timezone.now()).label


class CallViewSet(TerritoryViewSet):
    """Calls."""

    model = Call
    icon = "date"
    menu_label = _("Calls")
    menu_name = "calls"
    menu_order = 150
    add_to_admin_menu = True
    list_display = ["title", "kind", StateColumn("state", label=_("State")), "opens_at", "closes_at"]
    list_filter = ["kind", "regions"]
    list_per_page = 50
    ordering = ["-opens_at", "slug"]
    search_fields = ["slug"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("title"), FieldPanel("summary"), FieldPanel("who"), FieldPanel("what_next"), FieldPanel("source")], heading=_("Texts")
                    ),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("kind"), FieldPanel("programme")]), FieldPanel("slug"), FieldPanel("form_key")], heading=_("The call")
                    ),
                    MultiFieldPanel([FieldPanel("regions"), FieldPanel("provinces")], heading=_("Where")),
                ],
                heading=_("Call"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                            FieldRowPanel([FieldPanel("published_at"), FieldPanel("extended_from")]),
                        ],
                        heading=_("Dates"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("cancelled_at"), FieldPanel("cancel_reason"), FieldPanel("relaunch_of")], heading=_("Cancellation and re-launch")
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("review_started_at"), FieldPanel("decision_by"), FieldPanel("results_published_at")]),
                            FieldPanel("appeal"),
                            FieldRowPanel([FieldPanel("received"), FieldPanel("preselected"), FieldPanel("selected")]),
                        ],
                        heading=_("Study and results"),
                    ),
                ],
                heading=_("Dates and results"),
            ),
        ],
        base_form_class=CallForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        """Her calls."""
        return super().get_queryset(request).select_related("programme")


register_snippet(CallViewSet)
