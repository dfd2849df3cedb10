"""A call in words: what cards and pages say of it in the reader's language. No queries; territory must be prefetched."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.core.formats import format_date, format_number, format_time
from portal.core.translated import TranslatedText, joined

from .models import OPEN_STATES, Call, State

#: At most so many names of places on a card.
_PLACES = 3


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
    places = list(call.provinces.all()) or list(call.regions.all())
    if not places:
        return _("All regions")
    if len(places) > _PLACES:
        return ngettext("%(count)d place", "%(count)d places", len(places)) % {"count": len(places)}
    return joined(place.name for place in places)


def until(call: Call, state: State) -> str:
    """The one date that matters in this state."""
    if state in OPEN_STATES:
        return _("Until %(date)s, %(time)s") % {"date": format_date(call.closes_at), "time": format_time(call.closes_at)}
    if state == State.ANNOUNCED:
        return _("Opens on %(date)s") % {"date": format_date(call.opens_at)}
    if state == State.CANCELLED:
        return ""
    if call.closes_at is None:
        return _("Closing date not stated")
    return _("Closed on %(date)s") % {"date": format_date(call.closes_at)}


def time_left(call: Call, at: dt.datetime) -> str:
    """Days left in words, while the call is open."""
    days = call.days_left(at)
    if days is None:
        return ""
    if days == 0:
        return _("Today is the last day")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def outcome(call: Call) -> str:
    """The counts that were printed; those that were not are left out."""
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


def why_not_open(call: Call, at: dt.datetime) -> str:
    """One sentence for the reader of a call that takes no application now; empty when it does."""
    state = call.state_at(at)
    if state in OPEN_STATES:
        return "" if call.form_key else _("Applications to this call are not made on this site.")
    if state == State.ANNOUNCED:
        return _("This call is not open yet.")
    if state == State.CANCELLED:
        return _("This call was cancelled.")
    if call.closes_at is None:
        return _("This call is over. Its closing date is not stated in the source.")
    return _("This call closed on %(date)s.") % {"date": format_date(call.closes_at)}


def facts(call: Call) -> list[dict]:
    """Dates and counts as stated, a missing one said to be missing."""
    not_stated = _("not stated")
    rows = [
        (_("Opening"), format_date(call.opens_at) if call.opens_at else not_stated),
        (_("Closing"), format_date(call.closes_at) if call.closes_at else not_stated),
    ]
    if call.received is not None or call.preselected is not None or call.selected is not None:
        rows += [
            (pgettext("applications", "Received"), _count(call.received)),
            (pgettext("applications", "Pre-selected"), _count(call.preselected)),
            (pgettext("applications", "Selected"), _count(call.selected)),
        ]
    return [{"label": label, "value": value} for label, value in rows]


def _count(value: int | None) -> str:
    return _("not stated") if value is None else format_number(value)


def history(call: Call, at: dt.datetime) -> list[dict]:
    """The acts on the call, latest first, for ``components/line.html``."""
    acts: list[tuple[dt.datetime, dict]] = []
    if call.opens_at and call.opens_at <= at:
        acts.append((call.opens_at, {"title": _("The call opened"), "when": format_date(call.opens_at), "state": "done"}))
    if call.extended_from:
        words = _("Extended from %(first)s to %(last)s") % {"first": format_date(call.extended_from), "last": format_date(call.closes_at)}
        acts.append((call.extended_from, {"title": words, "icon": "calendar", "state": "done"}))
    if call.closes_at and call.state_at(at) not in {*OPEN_STATES, State.ANNOUNCED, State.CANCELLED}:
        acts.append((call.closes_at, {"title": _("The call closed"), "when": format_date(call.closes_at), "state": "done"}))
    if call.cancelled_at:
        acts.append(
            (call.cancelled_at, {"title": _("The call was cancelled"), "text": call.cancel_reason, "at": call.cancelled_at, "icon": "alert", "state": "now"})
        )
    if call.review_started_at and call.review_started_at <= at:
        acts.append((call.review_started_at, {"title": _("The committee began its study"), "at": call.review_started_at, "state": "done"}))
    if call.results_published_at and call.results_published_at <= at:
        acts.append((call.results_published_at, {"title": _("Results published"), "at": call.results_published_at, "icon": "check", "state": "done"}))
    return [words for _moment, words in sorted(acts, key=lambda act: act[0], reverse=True)]
