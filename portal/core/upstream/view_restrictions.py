"""Wagtail 8.0: the hook that checks private pages reads the database for every page served, private or not.

Replaced by the same check behind a cached set of private paths; only a page under one of them pays Wagtail's queries.
Red without it: tests/core/test_routing.py::test_a_public_page_is_served_without_asking_for_restrictions.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.wagtail_hooks import check_view_restrictions

from portal.core.routing import is_restricted


def check_if_restricted(callback: Callable) -> Callable:
    """Wagtail's own check, asked only for pages that are private or lie under a private one."""
    checked = check_view_restrictions(callback)

    def serve(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        return (checked if is_restricted(page) else callback)(page, request, args, kwargs)

    return serve


def apply() -> None:
    """Take Wagtail's hook out and put ours in its place."""
    hooks.search_for_hooks()
    registered = hooks._hooks.get("on_serve_page", [])
    hooks._hooks["on_serve_page"] = [entry for entry in registered if entry[0] not in {check_view_restrictions, check_if_restricted}]
    hooks.register("on_serve_page", check_if_restricted)
