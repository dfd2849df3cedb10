"""What the feeds share: addresses that do not depend on who asks, identities that never change, the moment of the last act."""

import datetime as dt
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from forms_app.calls.models import Call
from portal.core.translated import TranslatedText

#: Year of the identities (RFC 4151): when the address of the site was ours.
_SINCE = "2026"
ZONE = "Africa/Casablanca"
ICALENDAR = "text/calendar; charset=utf-8"


def public(path: str) -> str:
    """A whole address, on the site's public name."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def domain() -> str:
    """The site's public name."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def identity(*parts: Any) -> str:
    """A name for ever, even if addresses should change one day: ``tag:portal.example,2026:call/1001``."""
    return f"tag:{domain()},{_SINCE}:{'/'.join(str(part) for part in parts)}"


def changed_at(call: Call) -> dt.datetime:
    """The moment of its last act; ``call.shown_acts`` must be read."""
    return max([act.at for act in call.shown_acts] + [cast(dt.datetime, call.published_at)])


def isolated(text: TranslatedText | str) -> str:
    """A title inside a line that may run the other way."""
    return f"\u2068{text}\u2069"


def list_title() -> str:
    """What the feeds are called."""
    return f"{_('Calls and registrations')} – {_('Jisr Tamkin wa Riyada')}"
