"""Middleware of the whole site: clean addresses, the language of the address, the admin's own content policy."""

from collections.abc import Callable

from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from . import languages
from .error_views import bad_address

#: Longer addresses are nobody's: browsers and sitemaps stay far below.
MAX_ADDRESS = 2048


def language_of_path(path: str) -> str | None:
    """The language an address is in (``/fr/...`` is French), or ``None`` outside the languages."""
    first = path.removeprefix("/").partition("/")[0]
    return first if first in languages.codes() else None


class CleanAddressMiddleware:
    """Answer 400, in the reader's language, to addresses no page can have: NUL bytes, broken UTF-8, endless queries."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        broken = "\x00" in request.path or "%00" in query or "\ufffd" in request.path
        if broken or len(request.path) + len(query) > MAX_ADDRESS:
            return bad_address(request)
        return self.get_response(request)


class AddressLanguageMiddleware:
    """The language comes from the address; elsewhere (404, admin log-in) from the cookie, the browser, then Arabic."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_path = language_of_path(request.path_info)
        language = from_path or reader_language(request)
        if request.path_info.startswith("/admin/") and language not in dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES):
            language = settings.LANGUAGE_CODE  # Wagtail has no Amazigh catalogue: its screens would be half English
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        # What is kept for ever is the same for every reader.
        if from_path is None and "immutable" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def reader_language(request: HttpRequest) -> str:
    """What the reader wants where the address does not say: her cookie, then Accept-Language, then the site's default."""
    chosen = translation.get_language_from_request(request)
    return chosen if chosen in languages.codes() else settings.LANGUAGE_CODE


class PermissionsPolicyMiddleware:
    """Say to every browser what no page of ours may ask it for: camera, place, payment and the like."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response
        self.policy = ", ".join(f"{feature}={allowed}" for feature, allowed in sorted(settings.PERMISSIONS_POLICY.items()))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.policy)
        return response


class AdminContentPolicyMiddleware:
    """Wagtail's admin has inline scripts and styles (TRAPS): a looser policy there, and only there."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            response._csp_config = {
                **policy,
                "script-src": [*policy["script-src"], UNSAFE_INLINE, UNSAFE_EVAL],
                "style-src": [*policy["style-src"], UNSAFE_INLINE],
                "img-src": [*policy["img-src"], "blob:"],
                "frame-src": ["'self'"],
                "worker-src": ["'self'", "blob:"],
            }
        return response
