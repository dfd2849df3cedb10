"""Who may look at forms and who may change them; asked by every screen of the editor."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry

from forms_app.engine.models import FormDefinition


def may(user: User, action: str, form: FormDefinition | None = None) -> bool:
    """Whether she holds the permission (``view``, ``change``, ``publish``), or moderates this very form just now."""
    if policy_registry.get_by_type(FormDefinition).user_has_permission(user, action):
        return True
    if action == "view":
        return may(user, "change", form)
    task = form.current_workflow_task if form is not None and action == "change" else None
    return bool(task and task.user_can_access_editor(form, user))


def require(user: User, action: str, form: FormDefinition | None = None) -> None:
    """Go on, or refuse.

    Raises:
        PermissionDenied: when she may not.
    """
    if not may(user, action, form):
        raise PermissionDenied
