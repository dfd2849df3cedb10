"""What calls add to Wagtail's admin: see the room ``backoffice``."""

from wagtail.snippets.models import register_snippet

from portal.core.staff.panels import register_panel

from . import desk  # noqa: F401 - importing registers its hooks
from .backoffice.approvals import approvals_panel
from .backoffice.viewset import CallViewSet

register_snippet(CallViewSet)
register_panel(approvals_panel())
