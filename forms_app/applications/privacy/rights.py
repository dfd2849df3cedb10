"""The one door of the data protection officer's room."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

#: Held by the data protection officer, and by superusers; by no other role.
PROTECT = "applications.protect_personal_data"


def officer_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A screen for the officer, kept by no browser and no proxy.

    Raises:
        PermissionDenied: for everybody else.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PROTECT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
