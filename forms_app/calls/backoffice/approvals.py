"""The line of the first screen that counts calls this person may approve."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forms_app.calls.models import Call
from forms_app.calls.services import why_not_approve
from portal.core.staff.panels import Panel, Waiting

from .gate import CHANGE

#: More than so many tell nobody more.
_MOST = 100


def approvals_panel() -> Panel:
    """For whoever runs calls."""
    return Panel("call_approvals", 25, _("Calls to approve"), _waiting, lambda user: user.has_perm(CHANGE))


def _waiting(user: AbstractBaseUser) -> list[Waiting]:
    proposed = Call.objects.visible_to(user).filter(published_at=None, proposed_at__isnull=False).order_by("proposed_at", "pk")[:_MOST]
    return [
        Waiting(str(call), url=reverse("wagtailsnippets_calls_call:inspect", args=[call.pk]), moment=call.proposed_at)
        for call in proposed
        if not why_not_approve(call=call, by=user)
    ]
