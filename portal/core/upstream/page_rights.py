"""Wagtail 8.0: two rights on pages reach further than our territories.

* The explorer opens any page below the common ancestor of a person's pages. Rights in three trees make that the root, so
  that typing an address showed the title of another region's draft: it leads back to her own pages instead.
* The right to change or publish a page is also the right to delete and move it: a region's publisher could remove the
  region from the site, an Amazigh translator a draft. Here deleting and moving take the right to add beside the page.
Red without it: tests/staff/test_page_rights.py.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

_get = ExplorableIndexView.get
_can_delete = PagePermissionTester.can_delete


def _get_explorable(self: ExplorableIndexView, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
    if parent_page_id and Page.objects.filter(pk=parent_page_id).exists():
        explorable = self.permission_policy.explorable_instances(request.user)
        if not explorable.filter(pk=parent_page_id).exists():
            return redirect(self.index_url_name, self.permission_policy.explorable_root_instance(request.user).pk)
    return _get(self, request, parent_page_id)


def _may_add_beside(self: PagePermissionTester) -> bool:
    """``add`` is held on a page above this one."""
    return any(
        right.permission.codename == "add_page" and right.page.path != self.page.path and self.page.path.startswith(right.page.path)
        for right in self.permission_policy.get_cached_permissions_for_user(self.user)
    )


def _can_delete_here(self: PagePermissionTester, ignore_bulk: bool = False) -> bool:
    """Moving asks the same question."""
    return _can_delete(self, ignore_bulk) and (self.user.is_superuser or _may_add_beside(self))


def apply() -> None:
    """Narrow both."""
    ExplorableIndexView.get = _get_explorable
    PagePermissionTester.can_delete = _can_delete_here
