"""Dates of calls for calendars (RFC 5545): opening, last day for questions, last day.

Moments are written in UTC, which every telephone turns into its own clock whatever it knows of Ramadan; the hour on a Moroccan clock stands in words.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import cast

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vText

from forms_app.calls import words
from forms_app.calls.models import Call, State
from forms_app.calls.models.state import CLOSING_MINUTE
from portal.core import languages
from portal.core.formats import format_datetime
from portal.core.text import writable

from .common import ICALENDAR, ZONE, changed_at, domain, isolated, list_title, public

MEDIA_TYPE = ICALENDAR
_EVERY = dt.timedelta(hours=6)
#: Who puts one call in her calendar is reminded so long before its last minute.
_REMIND = dt.timedelta(days=2)


def calendar(*, calls: Iterable[Call], at: dt.datetime, address: str, reminding: bool = False) -> bytes:
    """A calendar in the language in force. ``reminding``: of one call, taken once; else subscribed to, and asked for again every six hours."""
    whole = Calendar()
    whole.add("prodid", f"-//{domain()}//calls//{languages.current().upper()}")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-timezone", ZONE)
    if not reminding:
        for name in ("name", "x-wr-calname"):
            whole.add(name, list_title())
        whole.add("source", public(address), parameters={"VALUE": "URI"})
        whole.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for call in calls:
        for event in _events(call, at, reminding=reminding):
            whole.add_component(event)
    return whole.to_ical()


def _events(call: Call, at: dt.datetime, *, reminding: bool) -> Iterator[Event]:
    dates = {
        "opens": (call.opens_at, _("Opens: %(title)s")),
        "questions": (call.questions_until, _("Last day for questions: %(title)s")),
        "closes": (call.closes_at, _("Last day: %(title)s")),
    }
    for name, (moment, summary) in dates.items():
        if moment:
            event = _event(call, name, moment, summary, at)
            if reminding and name == "closes" and moment - _REMIND > at:
                event.add_component(_alarm(event))
            yield event


def _event(call: Call, name: str, moment: dt.datetime, summary: str, at: dt.datetime) -> Event:
    cancelled = call.state_at(at) == State.CANCELLED
    text, language = call.title.choose()
    said = summary % {"title": isolated(writable(text))}
    changed = changed_at(call)
    event = Event()
    event.add("uid", f"call-{call.number}-{name}@{domain()}")
    event.add("dtstamp", changed.astimezone(dt.UTC))
    event.add("last-modified", changed.astimezone(dt.UTC))
    event.add("created", cast(dt.datetime, call.published_at).astimezone(dt.UTC))
    # The acts of a call are only ever added to: each gives its events a higher number.
    event.add("sequence", max(len(call.shown_acts) - 1, 0))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("dtstart", moment.astimezone(dt.UTC))
    # The whole minute still counts.
    event.add("dtend", (moment + CLOSING_MINUTE).astimezone(dt.UTC))
    event.add("transp", "TRANSPARENT")
    event["summary"] = vText(_("Cancelled: %(what)s") % {"what": said} if cancelled else said, params={"LANGUAGE": language})
    event["description"] = vText(_description(call, moment), params={"LANGUAGE": languages.current()})
    event["location"] = vText(writable(str(words.where(call))))
    event.add("url", public(call.get_absolute_url()))
    event.add("categories", [call.get_kind_display()])
    return event


def _description(call: Call, moment: dt.datetime) -> str:
    hour = _("%(when)s, Moroccan time.") % {"when": format_datetime(moment)}
    return "\n".join((hour, public(call.get_absolute_url())))


def _alarm(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_REMIND)
    alarm["description"] = event["summary"]
    return alarm
