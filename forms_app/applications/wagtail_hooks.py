"""Files in Wagtail's admin: see the room ``backoffice``."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .backoffice.viewset import SubmissionViewSet

register_snippet(SubmissionViewSet)


@hooks.register("register_admin_urls")
def file_addresses() -> list[URLPattern | URLResolver]:
    """``/admin/files/...``: documents, outcomes, exports."""
    return [path("files/", include("forms_app.applications.backoffice.urls"))]


@hooks.register("register_permissions")
def permissions_given_apart() -> QuerySet[Permission]:
    """Offered in the form of groups: agents record outcomes only when they are given the right (DESIGN section 9)."""
    return Permission.objects.filter(content_type__app_label="applications", codename__in=["record_outcome", "export_submission"])
