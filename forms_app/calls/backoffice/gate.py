"""The door of every address that names one call: hers to see, or it is not there."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404

from forms_app.calls.models import Call
from forms_app.calls.models.calls import CHANGE, VIEW


def call_of(user: User, pk: int, *, permission: str = CHANGE) -> Call:
    """A call of the territory where she may do that much.

    Raises:
        PermissionDenied: nowhere with her roles.
        Http404: when it does not exist or lies elsewhere: the answer is the same.
    """
    enough = (VIEW, CHANGE) if permission == VIEW else (permission,)
    if not any(user.has_perm(one) for one in enough):
        raise PermissionDenied
    call = Call.objects.visible_to(user, *enough).select_related("programme", "relaunch_of").filter(pk=pk).first()
    if call is None:
        raise Http404
    return call
