"""A call in words: what cards and pages say of it in the reader's language. No queries; territory must be prefetched."""

import datetime as dt
import re
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.formats import format_date, format_datetime, format_number, format_time
from portal.core.privacy import may_collect
from portal.core.translated import TranslatedText, joined
from regions.models import Province, Region

from .models import OPEN_STATES, Call, State

#: At most so many names of places on a card.
_PLACES = 3
#: Telephones, mail and web addresses inside a line of any direction.
_LEFT_TO_RIGHT = re.compile(r"\+?\d[\d ./\u00a0-]{6,}\d|[\w.+-]+@[\w.-]+\w|(?:https?://|www\.)[^\s،,]+", re.ASCII)


def card(call: Call, at: dt.datetime) -> dict:
    """What ``components/card_call.html`` shows."""
    state = call.state_at(at)
    return {
        "title": call.title,
        "url": call.get_absolute_url(),
        "state": state.value,
        "state_label": state.label,
        "sample_label": _("Sample") if call.sample else "",
        "where": where(call),
        "until": until(call, state),
        "left": time_left(call, at),
        "due": state == State.CLOSING_SOON,
        "outcome": outcome(call),
    }


def where(call: Call) -> TranslatedText | str:
    """The provinces, or the regions, or all regions."""
    places: list[Province | Region] = list(call.provinces.all()) or list(call.regions.all())
    if not places:
        return _("All regions")
    if len(places) > _PLACES:
        return ngettext("%(count)d place", "%(count)d places", len(places)) % {"count": len(places)}
    return joined(place.name for place in places)


def until(call: Call, state: State) -> str:
    """The one date that matters in this state."""
    if state in OPEN_STATES:
        closes = cast(dt.datetime, call.closes_at)
        return _("Until %(date)s, %(time)s") % {"date": format_date(closes), "time": format_time(closes)}
    if state == State.ANNOUNCED:
        opens = cast(dt.datetime, call.opens_at)
        return _("Opens on %(date)s, %(time)s") % {"date": format_date(opens), "time": format_time(opens)}
    if state == State.CANCELLED:
        return ""
    if call.closes_at is None:
        return _("Closing date not stated")
    return _("Closed on %(date)s") % {"date": format_date(call.closes_at)}


def time_left(call: Call, at: dt.datetime) -> str:
    """Days left in words, while the call is open; days to wait, while it is announced."""
    if call.state_at(at) == State.ANNOUNCED:
        return opens_in(call, at)
    days = call.days_left(at)
    if days is None:
        return ""
    if days == 0:
        return _("Today is the last day")
    if days == 1:
        return _("Tomorrow is the last day")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def opens_in(call: Call, at: dt.datetime) -> str:
    """How long until it opens, by the calendar."""
    days = (timezone.localtime(call.opens_at).date() - timezone.localtime(at).date()).days
    if days == 0:
        return _("It opens today")
    if days == 1:
        return _("It opens tomorrow")
    return ngettext("It opens in %(count)d day", "It opens in %(count)d days", days) % {"count": days}


def outcome(call: Call) -> str:
    """The counts that were printed; those that were not are left out."""
    if call.still_sealed:
        return ""
    parts = []
    if call.received is not None:
        parts.append(ngettext("%(count)s application received", "%(count)s applications received", call.received) % {"count": format_number(call.received)})
    if call.preselected is not None:
        parts.append(ngettext("%(count)s pre-selected", "%(count)s pre-selected", call.preselected) % {"count": format_number(call.preselected)})
    if call.selected is not None:
        parts.append(ngettext("%(count)s selected", "%(count)s selected", call.selected) % {"count": format_number(call.selected)})
    return " · ".join(parts)


def lines(text: TranslatedText) -> list[TranslatedText]:
    """A text's lines one by one, each still knowing its language."""
    chosen, language = text.choose()
    return [TranslatedText({language: line.strip()}) for line in chosen.splitlines() if line.strip()]


def contact_lines(call: Call) -> list[TranslatedText]:
    """Where to ask, line by line; telephones and addresses keep their direction in Arabic too."""
    return [TranslatedText({code: _LEFT_TO_RIGHT.sub("\u2066\\g<0>\u2069", text) for code, text in line.items()}) for line in lines(call.contact)]


def why_not_open(call: Call, at: dt.datetime) -> str:
    """One sentence for the reader of a call that takes no application now; empty when it does."""
    state = call.state_at(at)
    if state in OPEN_STATES and not call.form_key:
        return _("Applications to this call are not made on this site.")
    if state in OPEN_STATES:
        not_yet = _("Applications cannot be taken yet: the portal waits for the authorisation of the national commission for personal data.")
        return "" if may_collect() else not_yet
    if state == State.ANNOUNCED:
        return _("This call is not open yet.")
    if state == State.CANCELLED:
        return _("This call was cancelled.")
    if call.closes_at is None:
        return _("This call is over. Its closing date is not stated in the source.")
    closed = _("This call closed on %(date)s.") % {"date": format_date(call.closes_at)}
    return " ".join(filter(None, (closed, _since_closing(call, state))))


def _since_closing(call: Call, state: State) -> str:
    if state == State.UNDER_REVIEW:
        if call.decision_by:
            return _("The committee is studying the applications. A decision is expected by %(date)s.") % {"date": format_date(call.decision_by)}
        return _("The committee is studying the applications.")
    if state == State.RESULTS_PUBLISHED:
        return _("Its results were published on %(date)s.") % {"date": format_date(cast(dt.datetime, call.results_published_at))}
    return ""


def facts(call: Call) -> list[dict]:
    """Dates and counts as stated, a missing one said to be missing. The hour is told where applications are made here: printed calls have none."""
    spoken = format_datetime if call.form_key else format_date
    not_stated = _("not stated")
    rows = [
        (_("Opening"), spoken(call.opens_at) if call.opens_at else not_stated),
        (_("Closing"), spoken(call.closes_at) if call.closes_at else not_stated),
    ]
    if call.extended_from:
        rows.append((_("First closing date"), spoken(call.extended_from)))
    if call.decision_by:
        rows.append((_("Decision expected by"), format_date(call.decision_by)))
    if call.target:
        rows.append((_("To be chosen"), call.target))
    if not call.still_sealed and any(number is not None for number in (call.received, call.preselected, call.selected)):
        rows += [
            (pgettext("applications", "Received"), _count(call.received)),
            (pgettext("applications", "Pre-selected"), _count(call.preselected)),
            (pgettext("applications", "Selected"), _count(call.selected)),
        ]
    return [{"label": label, "value": value} for label, value in rows]


def _count(value: int | None) -> str:
    return _("not stated") if value is None else format_number(value)
