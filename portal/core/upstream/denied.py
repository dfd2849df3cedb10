"""Wagtail 8.0 tells somebody who is sent away from a screen so in the language of the portal, not in the one she chose for the admin.

The exception leaves the block in which her language holds before the sentence is made: a French screen said it in Arabic.
Red without it: tests/staff/test_page_rights.py::test_who_is_sent_away_reads_so_in_the_language_of_her_screens.
"""

from django.http import HttpResponse
from django.utils.translation import override
from wagtail.admin import auth

from portal.core.staff.requests import StaffRequest

_permission_denied = auth.permission_denied


def permission_denied(request: StaffRequest) -> HttpResponse:
    """What Wagtail answers, in her language where she chose one."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile is None:
        return _permission_denied(request)
    with override(profile.get_preferred_language()):
        return _permission_denied(request)


def apply() -> None:
    """What guards every screen reads the module's name at each request."""
    auth.permission_denied = permission_denied
