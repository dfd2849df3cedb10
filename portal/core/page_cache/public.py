"""Which views are public pages: the same for everybody who asks alike."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from portal.core.middleware import language_of_path

#: On the function of a public page: the names its query may have.
_NAMES = "page_cache_names"


def public_page(*names: str) -> Callable[[Callable], Callable]:
    """Decorate a view whose page is the same for every reader without a session, but for her display choices.

    ``names``: what its query may ask for. With any other name in it the page is made each time, and kept by nobody.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def made(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_session(request):
                # A page with a token is somebody's own: without her cookie it would have to set one, and is not kept for it.
                request.META.pop("CSRF_COOKIE", None)
            return view(request, *args, **kwargs)

        setattr(made, _NAMES, frozenset(names))
        return made

    return decorate


def has_session(request: HttpRequest) -> bool:
    """Whether the visitor may be somebody we know: staff, or the reader of a private page."""
    cookies = request.META.get("HTTP_COOKIE", "")
    return f"{settings.SESSION_COOKIE_NAME}=" in cookies or "messages=" in cookies or "HTTP_AUTHORIZATION" in request.META


def names_of(path: str) -> Collection[str] | None:
    """What the query of the public page at this path may ask for; ``None`` where there is no public page."""
    with translation.override(language_of_path(path)):
        try:
            view = resolve(path).func
        except Resolver404:
            return None
    return getattr(view, _NAMES, None)


def asks_only(query: str, names: Collection[str]) -> bool:
    """Whether every part of a query has one of these names."""
    return all(name in names for name, _value in parse_qsl(query, keep_blank_values=True))
