"""An administrator takes somebody's lost second factor away; she sets up a new one when she next signs in."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.staff.requests import StaffRequest

from .services import has_second_factor, remove

PERMISSION = "auth.change_user"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once more, then do it. Her own she changes under "My account"; a superuser's only a superuser takes away.

    Raises:
        PermissionDenied: she edits nobody, or not this person.
        Http404: nobody has this number.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    person = get_object_or_404(get_user_model(), pk=pk)
    if person.pk == request.user.pk or (person.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "core/admin/sign_in/reset.html", {"person": person, "has_one": has_second_factor(user=person)})
    if remove(user=person, by=request.user, at=timezone.now()):
        messages.success(request, _("The second factor is reset. It will be set up anew at the next sign-in."))
    return redirect("wagtailusers_users:edit", person.pk)
