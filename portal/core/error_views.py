"""Error pages in the reader's language and direction. They make no query, so they work when the database does not."""

import errno
import functools
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE
from django.template.loader import render_to_string
from django.utils import translation

#: The disk is full, or what may be written to it is.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: Beginnings of Django's reasons for a post that came from another site, does not say from where, or lacks token or cookie, as none of ours does.
_NOT_OURS = ("Origin", "Referer", REASON_CSRF_TOKEN_MISSING, REASON_NO_CSRF_COOKIE)
#: What PostgreSQL says when it only lets read: a standby, or a server whose disk is nearly full.
_READ_ONLY = "25006"
#: Seconds after which whoever asked may ask again.
_PASSED_SECONDS = 60


def _language(request: HttpRequest) -> str:
    from .middleware import language_of_path, reader_language  # which shows these pages

    return language_of_path(request.path_info) or reader_language(request)


def _error(request: HttpRequest, template: str, status: int, **said: bool) -> HttpResponse:
    with translation.override(_language(request)):
        return HttpResponse(render_to_string(template, {"error": True, **said}, request=request), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _error(request, "404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(request, "403.html", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(request, "400.html", 400)


def bad_address(request: HttpRequest) -> HttpResponse:
    """400 for an address that cannot be one; what was asked is not repeated."""
    return _error(request, "400.html", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form's token is not good: the page says to go back and send again, or that this browser keeps no cookies.

    A view may leave in ``request.shown_again`` what makes a kinder answer. It is asked only for a post from our own pages.
    """
    again = getattr(request, "shown_again", None)
    if again and not reason.startswith(_NOT_OURS):
        return again()
    return _error(request, "403.html", 403, no_cookies=reason == REASON_NO_CSRF_COOKIE)


def server_error(request: HttpRequest) -> HttpResponse:
    """A failure of ours, in her language, from a plain file: 503 where waiting helps (the database or the disk), else 500.

    It says the request's number, by which whoever answers the telephone finds it in the log, and nothing else of it.
    """
    page = _away_page(_language(request))
    number = getattr(request, "log_about", {}).get("number")
    if number:
        page = page.replace(" data-number hidden>", ">").replace("0000-0000", number)
    passes = _passes(sys.exc_info()[1])
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(_PASSED_SECONDS)} if passes else {})
    return HttpResponse(page, status=503 if passes else 500, headers=headers)


@functools.cache
def _away_page(language: str) -> str:
    """The same file that nginx shows when the portal does not answer at all."""
    return (settings.BASE_DIR / "static" / "away" / f"{language}.html").read_text(encoding="utf-8")


def _passes(error: BaseException | None) -> bool:
    """Whether a failure goes away without anybody changing the code."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, OperationalError | InterfaceError) or getattr(getattr(error, "__cause__", None), "sqlstate", None) == _READ_ONLY
