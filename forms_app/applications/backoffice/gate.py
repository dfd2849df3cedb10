"""The door of every address that names one file: hers to see, or it is not there."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404

from forms_app.applications.models import Submission

from .rights import VIEW


def file_of(user: User, pk: int) -> Submission:
    """A file with its form.

    Raises:
        Http404: when it does not exist or is not visible to her: the answer is the same.
    """
    found = Submission.objects.visible_to(user).select_related("call", "form_version").filter(pk=pk).first() if user.has_perm(VIEW) else None
    if found is None:
        raise Http404
    return found


def require(user: User, permission: str) -> None:
    """Nothing, for those who hold a permission.

    Raises:
        PermissionDenied: for others; Wagtail leads them back to the first screen.
    """
    if not user.has_perm(permission):
        raise PermissionDenied
