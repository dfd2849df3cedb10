"""wagtail-localize 1.14.5: its report and its list of snippets show everything to whoever may log in.

The report names every page under translation, drafts of other regions included, in no order, so that its pages overlap;
the list of snippets names every record of any registered model. Here the report is cut to pages its reader may explore,
the list to models she may change or view, in her territory.
Red without it: tests/staff/test_localize_guards.py::test_the_report_names_only_pages_of_her_territory and
::test_the_list_of_snippets_asks_for_a_right.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet

_RECORD_ACTIONS = ("add", "change", "view")
_report_queryset = TranslationsReportView.get_queryset


def _translations_in_territory(self: TranslationsReportView) -> QuerySet:
    user = self.request.user
    queryset = _report_queryset(self).order_by("-pk")
    if user.is_superuser:
        return queryset
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"add", "change", "publish"})
    return queryset.filter(source__object_id__in=pages.values("translation_key"))


def _snippets_in_territory(self: SnippetViewSet) -> QuerySet:
    user, model = self.request.user, self.get_model()
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(user, _RECORD_ACTIONS):
        raise PermissionDenied
    records = model._default_manager.all()
    return policy.instances_user_has_any_permission_for(user, _RECORD_ACTIONS) if hasattr(records, "visible_to") else records


def apply() -> None:
    """Replace the two querysets."""
    TranslationsReportView.get_queryset = _translations_in_territory
    SnippetViewSet.get_queryset = _snippets_in_territory
