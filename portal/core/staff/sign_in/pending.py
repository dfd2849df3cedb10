"""Who has given her password, and not yet her code: for every other view she is nobody."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

from .services import has_second_factor

#: In the session of somebody who set up a second factor where none is required.
_PENDING = "second_factor_pending"


def ask_for_code(request: HttpRequest, user: User, **_signal: Any) -> None:
    """After a password: whoever has a second factor gives its code, required or not."""
    if not settings.SECOND_FACTOR_REQUIRED and has_second_factor(user=user):
        request.session[_PENDING] = True


def code_given(request: HttpRequest) -> None:
    """Ask no more in this session, which gets another key: a session known from before the code is worth nothing."""
    request.session.pop(_PENDING, None)
    request.session.cycle_key()


def lacks_code(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Whether she signed in with her password alone, where a code is needed."""
    if not user.is_authenticated or user.is_verified():  # type: ignore[attr-defined]  # django-otp's middleware puts it there
        return False
    return settings.SECOND_FACTOR_REQUIRED or _PENDING in request.session
