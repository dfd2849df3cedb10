"""Files in Wagtail's admin: see the room ``backoffice``."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal.core.wagtail_hooks import PermittedMenuItem

from .backoffice.viewset import SubmissionViewSet
from .privacy.rights import PROTECT

register_snippet(SubmissionViewSet)


@hooks.register("register_admin_urls")
def file_addresses() -> list[URLPattern | URLResolver]:
    """``/admin/files/...``: documents, outcomes, exports; ``/admin/personal-data/...``: one person's data, and who opened which file."""
    return [path("files/", include("forms_app.applications.backoffice.urls")), path("personal-data/", include("forms_app.applications.privacy.urls"))]


@hooks.register("register_admin_menu_item")
def person_menu_item() -> MenuItem:
    """One person's data, for the data protection officer."""
    return PermittedMenuItem(_("One person’s data"), reverse("person"), name="person", icon_name="user", order=165, permission=PROTECT)


@hooks.register("register_reports_menu_item")
def access_log_menu_item() -> MenuItem:
    """Who opened which file."""
    return PermittedMenuItem(_("Who opened which file"), reverse("access_log"), name="access-log", icon_name="view", order=905, permission=PROTECT)


@hooks.register("register_permissions")
def permissions_given_apart() -> QuerySet[Permission]:
    """Offered in the form of groups: agents record outcomes only when they are given the right (DESIGN section 9)."""
    return Permission.objects.filter(content_type__app_label="applications", codename__in=["record_outcome", "export_submission"])
