"""wagtail-localize 1.14.5: "convert to alias" replaces a live translation by the original with the right to edit alone.

That is publishing: the French page would show Arabic at once. Here it takes the right to publish the page.
Red without it: tests/staff/test_localize_guards.py::test_an_editor_does_not_turn_a_live_translation_into_an_alias.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.views import convert

_convert_to_alias = convert.convert_to_alias


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """The view, for who may publish the page.

    Raises:
        PermissionDenied: to everybody else.
    """
    page = get_object_or_404(Page, pk=page_id, alias_of_id__isnull=True)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return _convert_to_alias(request, page_id)


def apply() -> None:
    """The addresses are built from the module's attribute when the admin's hooks are asked for them."""
    convert.convert_to_alias = convert_to_alias
