"""The line of the first screen that counts calls this person may approve."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms_app.calls.services import to_approve
from portal.core.staff.panels import Panel, Waiting

from .gate import CHANGE
from .screen import SCREEN

#: More than so many tell nobody more.
_MOST = 100


def approvals_panel() -> Panel:
    """For whoever runs calls."""
    return Panel("call_approvals", 25, _("Calls to approve"), _waiting, lambda user: user.has_perm(CHANGE))


def _waiting(user: User) -> list[Waiting]:
    return [Waiting(str(call), url=reverse(SCREEN, args=[call.pk]), moment=call.proposed_at) for call in to_approve(by=user)[:_MOST]]
