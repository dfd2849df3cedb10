"""Promoted results and missed searches in the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.documents import get_document_model
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.staff.columns import YesNoColumn

from .live import files_moved
from .misses import KEPT_DAYS, SHOWN_FROM, often_missed
from .models import PromotedResult

#: Rows of the report; the rest is rarer still.
_MOST_SHOWN = 200
_MAY_SEE = "search.view_searchmiss"


class PromotedResultViewSet(SnippetViewSet):
    """Pages and calls shown first for some words."""

    model = PromotedResult
    icon = "pick"
    menu_label = _("Promoted results")
    menu_name = "promoted-results"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["__str__", "page", "call", YesNoColumn(PromotedResult, "active")]
    copy_view_enabled = False


register_snippet(PromotedResultViewSet)


@permission_required(_MAY_SEE)
def missed_searches(request: HttpRequest) -> HttpResponse:
    """What was looked for in vain, the most missed first."""
    return render(request, "search/admin/missed.html", {"missed": often_missed()[:_MOST_SHOWN], "days": KEPT_DAYS, "shown_from": SHOWN_FROM})


@hooks.register("register_admin_urls")
def register_report_url() -> list[URLPattern]:
    """The report's address."""
    return [path("reports/missed-searches/", missed_searches, name="missed_searches")]


class _MissedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """To whoever may see it."""
        return request.user.has_perm(_MAY_SEE)


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    """In the menu of reports."""
    return _MissedMenuItem(_("Searches that found nothing"), reverse("missed_searches"), icon_name="search", order=900)


@hooks.register("after_bulk_action")
def many_files_change_collection(request: HttpRequest, action_type: str, objects: list, action: object) -> None:
    """Wagtail moves many files in one statement, of which no model hears."""
    if action_type == "add_to_collection" and any(isinstance(thing, get_document_model()) for thing in objects):
        files_moved()
