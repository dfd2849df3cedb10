"""The poster of a call: one A4 page to hang up, in one language large and in the others small. Decision 513."""

import datetime as dt
import io
from pathlib import Path
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from pypdf import PdfReader

from forms_app.calls import words as said
from forms_app.calls.feeds.common import public
from forms_app.calls.models import OPEN_STATES, Call, State
from portal.core import languages
from portal.core.formats import format_date, format_time
from portal.core.paper import Words, qr_code, render_paper, words

TEMPLATE = Path(__file__).with_suffix(".typ")
#: Conditions on the paper; whoever wants them all reads the page.
_MOST_LINES = 5
_SCALES = (1, 0.88, 0.76, 0.66, 0.56, 0.46)


def poster_data(*, call: Call, language: str, at: dt.datetime) -> dict[str, Any]:
    """All that is printed: the same content is the same paper, byte for byte."""
    with override(language):
        address = public(call.get_absolute_url())
        who = said.lines(call.who)
        return {
            "title": str(words(call.title, language)["text"]),
            "heading": words(call.title, language),
            "programme": words(call.programme.name, language),
            "ministry": _("Kingdom of Morocco · Ministry of Solidarity, Social Integration and Family"),
            "kind": call.get_kind_display(),
            "where": words(said.where(call), language),
            "dates": _dates(call, at),
            "summary": words(call.summary, language) if call.summary else None,
            "who_heading": _("Who can apply?"),
            "who": [words(line, language) for line in who[:_MOST_LINES]],
            "more": _("The rest stands on the page of the call.") if len(who) > _MOST_LINES else "",
            "ask_heading": _("Where to ask?"),
            "ask": _ask(call, language),
            "scan": _("Read the call and apply: photograph this square with a telephone, or open the address."),
            "address": address.partition("://")[2],
            "qr": qr_code(address),
            "qr_label": _("Code that opens the page of the call"),
            "sample": _("This call is an example for trying the site. Nobody studies the applications sent to it.") if call.sample else "",
            "also": [_also(call, code, at) for code in languages.codes() if code != language and call.title.get(code)],
        }


def render_poster(*, data: dict[str, Any], language: str) -> bytes:
    """The PDF: one page, in the largest letters that fit it."""
    for scale in _SCALES:
        paper = render_paper(TEMPLATE, language=language, data=data | {"scale": scale})
        if len(PdfReader(io.BytesIO(paper)).pages) == 1:
            break
    return paper


def _dates(call: Call, at: dt.datetime) -> dict[str, Any]:
    """The one date that heads the poster, in the language in force. A call that takes nothing now says so in its place."""
    state = call.state_at(at)
    if state in OPEN_STATES:
        closes = cast(dt.datetime, call.closes_at)
        return {"label": _("Last day"), "day": format_date(closes), "hour": _hour(closes), "over": False}
    if state == State.ANNOUNCED:
        opens = cast(dt.datetime, call.opens_at)
        until = said.format_date(call.closes_at) if call.closes_at else ""
        then = _("Last day: %(title)s") % {"title": until} if until else ""
        return {"label": _("Opens on"), "day": format_date(opens), "hour": " ".join(filter(None, (_hour(opens), then))), "over": False}
    return {"label": str(state.label), "day": said.why_not_open(call, at), "hour": "", "over": True}


def _hour(moment: dt.datetime) -> str:
    return _("at %(time)s, Moroccan time.") % {"time": format_time(moment)}


def _ask(call: Call, language: str) -> list[Words]:
    """Her contact lines; without any, the centres near her."""
    lines = [words(line, language) for line in said.contact_lines(call)]
    centres = public(reverse("where")).partition("://")[2]
    return lines or [words(_("At the centre near you: %(address)s") % {"address": f"\u2066{centres}\u2069"}, language)]


def _also(call: Call, language: str, at: dt.datetime) -> dict[str, Any]:
    with override(language):
        dates = _dates(call, at)
        day = dates["day"] if dates["over"] else f"{dates['label']} {dates['day']}"
        return {"title": words(call.title, language), "day": words(day, language)}
