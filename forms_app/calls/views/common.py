"""What the pages of calls share."""

import datetime as dt

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from forms_app.calls.models import Call
from forms_app.calls.services import find_call
from portal.core import languages
from portal.core.navigation import home_url


def above() -> list[dict]:
    """The breadcrumb that stands before the list of calls."""
    return [{"title": _("Home"), "url": home_url(languages.current())}]


def below_list(call: Call | None = None) -> list[dict]:
    """The breadcrumbs of a page below the list, or below the page of a call."""
    return [*above(), {"title": _("Calls"), "url": reverse("calls")}, *([{"title": call.title, "url": call.get_absolute_url()}] if call else [])]


def public_call(slug: str, at: dt.datetime) -> Call:
    """A public call with everything its page shows.

    Raises:
        Http404: when there is none.
    """
    call = find_call(slug=slug, at=at)
    if call is None:
        raise Http404
    return call
