"""Which draft this browser may open: one, named in a signed cookie with its resume code.

Beginning another file, or "finish and clear this phone", replaces or removes it: nothing of one woman shows to the next.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "file"
#: Holds the token of a private link between its address and the page that asks her to open it.
LINK_COOKIE = "link"
_SALT = "forms_app.access"
#: Seconds a browser keeps the key; afterwards the resume code opens the file.
_AGE = 30 * 24 * 3600


@dataclass(frozen=True)
class Key:
    """What the cookie holds."""

    draft_id: str
    code: str


def key_of(request: HttpRequest) -> Key | None:
    """The draft this browser has the key of; ``None`` without a cookie, or with a forged or old one."""
    value = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=_AGE)
    draft_id, separator, code = (value or "").partition(":")
    return Key(draft_id, code) if separator else None


def give_key(response: HttpResponse, *, draft_id: str, code: str) -> None:
    """Let this browser open the draft, and no other any more."""
    response.set_signed_cookie(
        COOKIE, f"{draft_id}:{code}", salt=_SALT, max_age=_AGE, path="/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def take_key(response: HttpResponse) -> None:
    """Forget the draft in this browser, and a private link that was followed."""
    for name in (COOKIE, LINK_COOKIE):
        response.delete_cookie(name, path="/", samesite="Lax")
