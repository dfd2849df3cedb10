"""Wagtail 8.0: the hook that checks private pages reads the database for every page served, private or not.

Replaced by the same check behind a cached set of private paths; only a page under one of them pays Wagtail's queries.
Red without it: tests/core/test_routing.py::test_a_public_page_is_served_without_asking_for_restrictions.

It also forbids everybody to keep the redirect that says to strangers that a page is private, so that a proxy keeps the page from before it was.
Red without it: tests/core/test_page_cache.py::test_proxies_are_told_that_a_page_was_withdrawn.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions

from portal.core.page_cache.public import has_session
from portal.core.visibility import is_restricted


def check_if_restricted(callback: Callable) -> Callable:
    """Wagtail's own check, asked only for pages that are private or lie under a private one."""
    checked = check_view_restrictions(callback)

    def serve(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        if not is_restricted(page):
            return callback(page, request, args, kwargs)
        response = checked(page, request, args, kwargs)
        if response.status_code == HTTPStatus.FOUND and not has_session(request):
            for name in ("Cache-Control", "Expires"):
                del response.headers[name]
        return response

    return serve


def apply() -> None:
    """Take Wagtail's hook out and put ours in its place."""
    hooks.search_for_hooks()
    registered = hooks._hooks.get("on_serve_page", [])
    hooks._hooks["on_serve_page"] = [entry for entry in registered if entry[0] not in {check_view_restrictions, check_if_restricted}]
    hooks.register("on_serve_page", check_if_restricted)
