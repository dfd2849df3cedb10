"""wagtail-localize 1.14.5: "convert to alias" replaces a live translation by the original with the right to edit alone.

That is publishing: the French page would show Arabic at once. Here it takes the right to publish the page.
It also tells nobody that a live page changed, or went with an original that is a draft: caches kept the French words, and the search found
them for a day. Here it is told as any publication.
Red without it: tests/staff/test_localize_guards.py::test_an_editor_does_not_turn_a_live_translation_into_an_alias and
::test_a_translation_turned_into_an_alias_leaves_caches_and_search.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
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
    response = _convert_to_alias(request, page_id)
    now = Page.objects.get(pk=page_id).specific
    if page.live and now.alias_of_id:
        told = page_published if now.live else page_unpublished
        told.send(sender=now.specific_class, instance=now, revision=None, alias=True)
    return response


def apply() -> None:
    """The addresses are built from the module's attribute when the admin's hooks are asked for them."""
    convert.convert_to_alias = convert_to_alias
