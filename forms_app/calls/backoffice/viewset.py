"""Calls in the admin: a call manager sees those of her territory only."""

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from forms_app.calls.models import Call
from portal.core.staff.columns import MomentColumn
from portal.core.staff.requests import StaffRequest
from portal.core.territory_admin import TerritoryViewSet

from .acts import act
from .documents import document, remove
from .draft import DRAFT
from .preview import preview
from .screen import CallAddView, CallEditView, CallIndexView, CallScreen


class StateColumn(Column):
    """The state as it is now, in words."""

    def get_value(self, instance: Call) -> str | Promise:
        """Label of the state; whether it waits for approval."""
        if instance.published_at is None and instance.proposed_at:
            return _("Waiting for approval")
        return instance.state_at(timezone.now()).label


class CallViewSet(TerritoryViewSet):
    """Calls."""

    model = Call
    icon = "date"
    menu_label = _("Calls")
    menu_name = "calls"
    menu_order = 150
    add_to_admin_menu = True
    inspect_view_enabled = True
    index_view_class = CallIndexView
    add_view_class = CallAddView
    edit_view_class = CallEditView
    inspect_view_class = CallScreen
    edit_template_name = "calls/admin/edit.html"
    inspect_template_name = CallScreen.template_name
    # The screen reads the call itself; without this line Wagtail would read every field of it, territory included, once more.
    inspect_view_fields = ["title"]
    list_display = ["title", "kind", StateColumn("state", label=_("State")), MomentColumn(Call, "opens_at"), MomentColumn(Call, "closes_at")]
    list_filter = ["kind", "regions"]
    list_per_page = 50
    ordering = ["-opens_at", "slug"]
    search_fields = ["slug"]
    edit_handler = DRAFT

    def get_queryset(self, request: StaffRequest) -> QuerySet[Call]:
        """Her calls."""
        return super().get_queryset(request).select_related("programme")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's screens and ours."""
        return [
            *super().get_urlpatterns(),
            path("act/<row:pk>/<slug:kind>/", act, name="act"),
            path("documents/<row:pk>/", document, name="document"),
            path("documents/<row:pk>/<row:replaces>/replace/", document, name="document_replace"),
            path("documents/<row:pk>/<row:document>/remove/", remove, name="document_remove"),
            path("preview/<row:pk>/<slug:language>/", preview, name="preview"),
        ]
