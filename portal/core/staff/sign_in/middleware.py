"""Nobody is signed in by a password alone."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from .pending import lacks_code
from .requests import KnownRequest

_ADMIN, _OURS = "/admin/", "/admin/second-factor/"


class SecondFactorMiddleware:
    """Between password and code, ``request.user`` is anonymous to every view: the admin, private pages, files and previews refuse by themselves.

    ``request.signing_in`` is whoever gave the password; only the screens of the second factor look at it. Stands after django-otp's
    own middleware, which says whether this session has given a code.
    """

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: KnownRequest) -> HttpResponse:
        known = request.signing_in = request.user
        request.user = cast("User | AnonymousUser", SimpleLazyObject(lambda: AnonymousUser() if lacks_code(request, known) else known))
        if request.path_info.startswith(_ADMIN) and not request.path_info.startswith(_OURS) and lacks_code(request, known):
            return _to_the_code(request) or self.get_response(request)
        return self.get_response(request)


def _to_the_code(request: HttpRequest) -> HttpResponse | None:
    """To the screen that asks for the code, and from there to what was wanted; ``None`` where somebody else's password is given."""
    login = request.path_info == reverse("wagtailadmin_login")
    if login and request.method == "POST":
        return None
    wanted = request.GET.get("next", "") if login else request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse('second_factor')}?{urlencode({'next': wanted})}" if wanted else reverse("second_factor"))
