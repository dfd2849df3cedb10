"""Wagtail 8.0: a page renamed and named back again leaves a redirect from its own address to itself.

While the page is live nobody meets it; once it is unpublished, its address leads to itself without end, and a browser says that the
site is broken. Here a redirect that leads nowhere is none: to a page that is not live, or to the very address that was asked.
Red without it: tests/core/test_redirects.py.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect

_get_redirect = middleware.get_redirect


def get_redirect(request: HttpRequest, encoded_path: str) -> Redirect | None:
    """What Wagtail finds for a path, when it leads somewhere."""
    found = _get_redirect(request, encoded_path)
    return found if found and _leads_somewhere(found, request) else None


def _leads_somewhere(redirect: Redirect, request: HttpRequest) -> bool:
    if redirect.redirect_page and not redirect.redirect_page.live:
        return False
    link = urlsplit(redirect.link or "")
    elsewhere = link.netloc not in {"", request.get_host()}
    return elsewhere or Redirect.normalise_path(link._replace(netloc="", scheme="").geturl()) != Redirect.normalise_path(request.get_full_path())


def apply() -> None:
    """The middleware reads the module's name at each request."""
    middleware.get_redirect = get_redirect
