"""Error pages in the reader's language and direction. They make no query, so they work when the database does not."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    from .middleware import language_of_path, reader_language

    language = language_of_path(request.path_info) or reader_language(request)
    with translation.override(language):
        return HttpResponse(render_to_string(template, {"error": True}, request=request), status=status)


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
    """403 when a form's token is gone: the page says to go back and send again."""
    return _error(request, "403.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a static page in the three languages, made of nothing that could fail again."""
    return HttpResponse(render_to_string("500.html"), status=500)
