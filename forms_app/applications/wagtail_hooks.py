"""Files in Wagtail's admin: see the room ``backoffice``."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .backoffice.viewset import SubmissionViewSet

register_snippet(SubmissionViewSet)


@hooks.register("register_admin_urls")
def file_addresses() -> list[URLPattern | URLResolver]:
    """``/admin/files/...``: documents, outcomes, exports."""
    return [path("files/", include("forms_app.applications.backoffice.urls"))]
