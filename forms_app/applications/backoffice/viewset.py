"""The snippet of files: read only. They are changed by acts, never by hand."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy

from forms_app.applications.models import Submission
from portal.core.staff.requests import StaffRequest
from portal.core.territory_admin import TerritoryPermissionPolicy, TerritoryViewSet

from .detail import SubmissionInspectView
from .filters import SubmissionFilters
from .listing import LIST_DISPLAY, SubmissionIndexView
from .numbers import FILE


class ReadOnlyPolicy(TerritoryPermissionPolicy):
    """Whoever may do more may only look."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only looking is allowed."""
        return action == "view" and super().user_has_permission(user, action)


class SubmissionViewSet(TerritoryViewSet):
    """Files that were sent."""

    model = Submission
    icon = "folder-open-inverse"
    menu_label = _("Files")
    menu_name = "files"
    menu_order = 160
    add_to_admin_menu = True
    pk_path_converter = FILE
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = SubmissionIndexView
    index_template_name = SubmissionIndexView.template_name
    index_results_template_name = SubmissionIndexView.results_template_name
    inspect_view_class = SubmissionInspectView
    inspect_template_name = SubmissionInspectView.template_name
    list_display = LIST_DISPLAY
    list_per_page = 50
    ordering = "-submitted_at"
    filterset_class = SubmissionFilters

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        register_permission_policy(self.model, ReadOnlyPolicy(self.model), exact_class=True)

    def get_queryset(self, request: StaffRequest) -> QuerySet[Submission]:
        """The reader's files."""
        return Submission.objects.visible_to(request.user)
