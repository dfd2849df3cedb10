"""Wrong passwords: django-axes counts them, by user name and address together; decision 711.

Neither a name nor an address is kept as it is: what stands in their columns is made from keyed hashes, which the next attempt gives again.
"""

import unicodedata
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.core.crypt import keyed_hash
from portal.core.throttle import client_address, failed_too_often, held, note_failure, say_when

_NAME, _ADDRESS = "sign-in name", "sign-in address"


def hidden_name(request: HttpRequest | None, credentials: dict | None) -> str:
    """What stands for the user name that was typed; it may be a password typed in the wrong field."""
    typed = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    return keyed_hash(_NAME, unicodedata.normalize("NFKC", str(typed)[:300]).casefold())


def hidden_address(request: HttpRequest) -> str:
    """What stands for the visitor's address, in a column that takes addresses only."""
    return str(IPv6Address(bytes.fromhex(keyed_hash(_ADDRESS, client_address(request))[:32])))


class AttemptRequest(HttpRequest):
    """Of somebody who tries a password: django-axes says whether it was refused unread. For annotations; nothing makes one."""

    axes_locked_out: bool


class SignInHandler(AxesDatabaseHandler):
    """Besides: one address that fails with many names is held back too, and nothing of what was posted is kept."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        """Whether this name may not be tried from there now."""
        return failed_too_often("sign-in", _address_limit(request)) or super().is_locked(request, credentials)

    def user_login_failed(self, sender: str, credentials: dict, request: AttemptRequest | None = None, **kwargs: Any) -> None:
        """Count it; what is refused unread does not count, so that waiting is enough."""
        if request is not None and not request.axes_locked_out:
            note_failure("sign-in", _address_limit(request))
        super().user_login_failed(sender, credentials, request, **kwargs)

    def post_save_access_attempt(self, instance: models.Model, **kwargs: Any) -> None:
        """Forget the fields and the browser's headers."""
        AccessAttempt.objects.filter(pk=instance.pk).update(get_data="", post_data="", http_accept="")


def answer(request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None) -> HttpResponse:
    """The page that says from when on she may try again."""
    attempts = AccessAttempt.objects.filter(username=hidden_name(request, credentials), ip_address=hidden_address(request))
    last = attempts.aggregate(last=models.Max("attempt_time"))["last"] or timezone.now()
    until = last + get_cool_off(request)
    page = held(render(request, "core/admin/sign_in/locked.html", {"when": say_when(until)}), until)
    page.headers["Cache-Control"] = "no-store"
    return page


def _address_limit(request: HttpRequest) -> dict[str, int]:
    return {client_address(request): settings.SIGN_IN_FAILURES_AN_ADDRESS}
