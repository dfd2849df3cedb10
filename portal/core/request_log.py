"""Each request has an id: nginx's, or one made here. Its lines carry it, the answer's header does, and the page of a failure shows it as a number to tell."""

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from .logs import about

logger = logging.getLogger("portal.requests")

HEADER = "X-Request-ID"
#: As nginx makes them; longer or other words could be anybody's.
_ID = re.compile(r"[0-9a-f]{32}")
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_FAILED = 400


class _Logged(HttpRequest):
    """One with its id. For annotations; nothing makes one."""

    log_about: dict[str, str]


class StreamCut(Exception):
    """An answer broke off while it was being sent; why is in the log. It has no words, because the server prints it."""


class RequestLogMiddleware:
    """One line for each request that a view answered or that was refused; what a cache answered is counted by nginx."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: _Logged) -> HttpResponseBase:
        began = time.perf_counter()
        request_id = id_of(request)
        request.log_about = {"request": request_id, "number": number_of(request_id)}
        with about(**request.log_about):
            response = self.get_response(request)
            match = request.resolver_match
            if match or response.status_code >= _FAILED:
                logger.info("Answered", extra={"told": _told(request, response, match.route if match else "", began)})
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = _watched(cast("Iterable[bytes]", response.streaming_content), request)
        response.headers[HEADER] = request_id
        return response


def id_of(request: HttpRequest) -> str:
    """Our proxy's id of the request; a new one where there is no proxy of ours, or what came is no id."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def number_of(request_id: str) -> str:
    """Eight digits for the telephone: they stand beside the id in every line of the request."""
    digits = f"{int(request_id, 16) % 10**8:08d}"
    return f"{digits[:4]}-{digits[4:]}"


def _told(request: HttpRequest, response: HttpResponseBase, route: str, began: float) -> dict[str, object]:
    """Nothing here is a visitor's: the route is the pattern in our code, the user a number, and only of staff."""
    user = getattr(request, "_cached_user", None)  # asking request.user would read the session for the log's sake
    return {
        "method": request.method if request.method in _METHODS else "other",
        "route": route,
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        **({"user": user.pk} if user is not None and user.is_authenticated else {}),
    }


def _watched(parts: Iterable[bytes], request: _Logged) -> Iterator[bytes]:
    """The parts; a failure among them is told as ours are: the server would print its words."""
    try:
        yield from parts
    except Exception:
        with about(**request.log_about):
            logger.exception("An answer broke off")
        raise StreamCut from None
