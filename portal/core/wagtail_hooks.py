"""What the core adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.contrib.settings.registry import register_setting
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from .audit.views import audit_list
from .models import PrivacySettings
from .outbox.views import message_list, message_retry
from .staff import guards  # noqa: F401 - importing registers its hooks
from .staff.amazigh.access import in_team
from .staff.amazigh.reading import LOG_READ, LOG_RELEASED
from .staff.amazigh.strings import LOG_IMPORT
from .staff.amazigh.texts import LOG_TEXT
from .staff.panels import WaitingPanel
from .staff.requests import StaffRequest
from .staff.views import waiting
from .staff.viewsets import AssignmentViewSet, SiteNoticeViewSet

register_snippet(AssignmentViewSet)
register_snippet(SiteNoticeViewSet)
register_setting(PrivacySettings, icon="lock", order=100)


class AmazighMenuItem(MenuItem):
    """Only for the team."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Translators, second readers, superusers."""
        return in_team(request.user)


class PermittedMenuItem(MenuItem):
    """Only for who holds a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Her roles say so."""
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def staff_addresses() -> list[URLPattern | URLResolver]:
    """``/admin/amazigh/``, ``/admin/waiting/<panel>/``, ``/admin/messages/`` and ``/admin/audit/``."""
    return [
        path("amazigh/", include("portal.core.staff.amazigh.urls")),
        path("waiting/<slug:name>/", waiting, name="staff_waiting"),
        path("messages/", message_list, name="outbox_messages"),
        path("messages/<uuid:pk>/retry/", message_retry, name="outbox_retry"),
        path("audit/", audit_list, name="audit"),
    ]


@hooks.register("insert_global_admin_css")
def staff_style() -> str:
    """On every screen of the admin: tables and fields that fit a telephone."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/staff.css"))


@hooks.register("register_admin_menu_item")
def amazigh_menu_item() -> MenuItem:
    """The queue, in the menu of the team."""
    return AmazighMenuItem(_("Amazigh queue"), reverse("amazigh_queue"), name="amazigh-queue", icon_name="globe", order=260)


@hooks.register("register_reports_menu_item")
def messages_menu_item() -> MenuItem:
    """Messages that could not be sent."""
    return PermittedMenuItem(
        _("Messages to applicants"), reverse("outbox_messages"), name="outbox", icon_name="mail", order=900, permission="core.view_outboxmessage"
    )


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    """Who did what."""
    return PermittedMenuItem(_("Audit"), reverse("audit"), name="audit", icon_name="history", order=910, permission="core.view_auditentry")


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts_of_everything(request: HttpRequest, items: list[SummaryItem]) -> None:
    """How many pages, pictures and documents there are tells nobody what to do."""
    items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def what_waits_first(request: StaffRequest, panels: list[Component]) -> None:
    """Our panel counts what is to be moderated and links to it; Wagtail's own table costs a query per workflow."""
    panels[:] = [WaitingPanel(request), *(panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel))]


@hooks.register("register_log_actions")
def staff_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a page says of the Amazigh team's work."""
    actions.register_action(LOG_READ, _("Read by a speaker"), _("Marked as read by a speaker"))
    actions.register_action(LOG_RELEASED, _("Released"), _("Released by the second reader"))
    actions.register_action(LOG_IMPORT, _("PO file taken"), _("Took the strings of a PO file"))
    actions.register_action(LOG_TEXT, _("Amazigh text"), _("Wrote the Amazigh text"))
