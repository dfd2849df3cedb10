"""The portal's addresses, with views that fail as views do: with what was sent, and what is stored, in the words of their exceptions."""

import logging
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns

_FAILURES = {
    "bug": lambda words: RuntimeError(f"cannot read {words}"),
    "missing": Http404,
    "forbidden": PermissionDenied,
    "suspicious": SuspiciousOperation,
    "invalid": ValidationError,
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Everything the browser sent is in the message."""
    words = f"{request.get_full_path()} {request.headers} {request.POST.dict()} {[file.name for file in request.FILES.values()]}"
    logging.getLogger("a.library").warning(f"about to fail with {words}")
    logging.getLogger("a.library").info("%s and %r", words, {"posted": words})
    try:
        raise KeyError(words)
    except KeyError as error:
        raise _FAILURES[how](words) from error


def refuse_twice(request: HttpRequest) -> HttpResponse:
    """PostgreSQL's message quotes the value."""
    for _time in range(2):
        with transaction.atomic():
            User.objects.create(username=request.POST["latin"], email=request.POST["email"])
    return HttpResponse()


def break_off(request: HttpRequest) -> StreamingHttpResponse:
    """A table that fails at its second line."""

    def lines() -> Iterator[bytes]:
        yield b"first"
        raise ValueError(request.POST["name"])

    return StreamingHttpResponse(lines())


urlpatterns = [path("fail/<slug:how>/", fail), path("refuse/", refuse_twice), path("break/", break_off), *urlpatterns]
