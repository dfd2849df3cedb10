"""The door of every address that names one call: hers to see, or it is not there."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404

from forms_app.calls.models import Call

CHANGE, VIEW = "calls.change_call", "calls.view_call"


def call_of(user: User, pk: int, *, permission: str = CHANGE) -> Call:
    """A call of her territory, if she may do that much with it.

    Raises:
        PermissionDenied: not with her roles.
        Http404: when it does not exist or lies elsewhere: the answer is the same.
    """
    if not user.has_perm(permission) and not (permission == VIEW and user.has_perm(CHANGE)):
        raise PermissionDenied
    call = Call.objects.visible_to(user).select_related("programme", "relaunch_of").filter(pk=pk).first()
    if call is None:
        raise Http404
    return call
