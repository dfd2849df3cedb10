"""Files in the admin: read only, and only those of the reader's territory (``visible_to``), in the list and one by one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from forms_app.engine.definition import definition_of
from forms_app.engine.shown import shown_steps
from portal.core.formats import format_datetime
from portal.core.territory_admin import TerritoryPermissionPolicy, TerritoryViewSet

from .models import Submission


class ReadOnlyPolicy(TerritoryPermissionPolicy):
    """Files are changed by acts, never by hand: whoever may do more may only look."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking is allowed."""
        return action == "view" and super().user_has_permission(user, action)


class SubmissionFilters(WagtailFilterSet):
    """Narrow the list down; the places offered are the reader's own."""

    submitted_at = django_filters.DateFromToRangeFilter(label=_("Sent between"), widget=DateRangePickerWidget)

    class Meta:
        """Fields that filter."""

        model = Submission
        fields = ["call", "region", "province", "status", "education_level", "synthetic"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        for name in ("region", "province"):
            self.filters[name].queryset = self.filters[name].queryset.visible_to(user)
        self.filters["call"].queryset = self.filters["call"].queryset.filter(submissions__in=Submission.objects.visible_to(user)).distinct()


class SentColumn(Column):
    """When it arrived, as Morocco writes it."""

    def get_value(self, instance: Submission) -> str:
        """Date and hour."""
        return format_datetime(instance.submitted_at)


class SubmissionInspectView(TerritoryViewSet.inspect_view_class):
    """One file: its answers under the very questions that were asked."""

    template_name = "applications/admin/inspect.html"

    def get_object(self, queryset: QuerySet[Submission] | None = None) -> Submission:
        """The file with all it shows, if it is visible to the reader; the gate is the parent's."""
        found = super().get_object(queryset)
        return Submission.objects.select_related("call", "form_version", "region", "province", "commune").get(pk=found.pk)

    def get_context_data(self, **kwargs: Any) -> dict:
        """Answers by step."""
        groups = [{"title": step.title, "facts": facts} for step, facts in shown_steps(definition_of(self.object.form_version), self.object.answers)]
        return super().get_context_data(**kwargs) | {"groups": groups, "submission": self.object}


class SubmissionViewSet(TerritoryViewSet):
    """Files that were sent."""

    model = Submission
    icon = "folder-open-inverse"
    menu_label = _("Files")
    menu_name = "files"
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = SubmissionInspectView
    inspect_template_name = "applications/admin/inspect.html"
    list_display = ["reference", "full_name", "province", "call", "status", SentColumn("submitted_at", label=_("Sent"), sort_key="submitted_at")]
    list_per_page = 50
    ordering = ["-submitted_at", "-pk"]
    filterset_class = SubmissionFilters
    search_fields = ["reference", "full_name"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        register_permission_policy(self.model, ReadOnlyPolicy(self.model), exact_class=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """The reader's files, their places read in the same query."""
        return super().get_queryset(request).select_related("call", "region", "province")


register_snippet(SubmissionViewSet)
