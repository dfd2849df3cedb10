"""What is given to whatever stands between password and code."""

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest


class KnownRequest(HttpRequest):
    """``signing_in`` is whoever gave a password; set by the middleware. For annotations; nothing makes one."""

    signing_in: User | AnonymousUser


class SigningInRequest(KnownRequest):
    """Of somebody who gave a password: nobody else comes to the screens of the second factor. For annotations; nothing makes one."""

    signing_in: User
