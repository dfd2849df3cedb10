"""What the pages of calls share."""

from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.navigation import home_url


def above() -> list[dict]:
    """The breadcrumb that stands before every page of calls."""
    return [{"title": _("Home"), "url": home_url(languages.current())}]
