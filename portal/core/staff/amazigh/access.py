"""Who works in the queue."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from portal.core.models import Role
from portal.core.staff.territory import holds


def in_team(user: User | AnonymousUser) -> bool:
    """Translators, second readers and superusers."""
    return holds(user, Role.AMAZIGH, Role.SECOND_READER)


def is_second_reader(user: User | AnonymousUser) -> bool:
    """Only they, and superusers, say that a text was read, or release it."""
    return holds(user, Role.SECOND_READER)


def _only(test: Callable) -> Callable:
    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not test(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


team_only = _only(in_team)
second_reader_only = _only(is_second_reader)
