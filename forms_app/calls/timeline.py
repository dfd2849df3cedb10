"""The acts on a call as dated lines, in the reader's language: on its page, in its history, in the admin. No queries."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.formats import format_date, format_datetime, format_number
from portal.core.translated import TranslatedText

from .models import AHEAD_STATES, Call, CallAct, State
from .models.reasons import reason_label
from .spoken import field_label, spoken_moment

Kind = CallAct.Kind
_ICONS: dict[str, str] = {
    Kind.EXTENDED: "calendar", Kind.CLOCK_CHANGED: "calendar", Kind.CANCELLED: "alert", Kind.CORRECTED: "pen", Kind.RESULTS_PUBLISHED: "check",
}  # fmt: skip
#: How exactly the moment of an act is known (``details["when"]``): acts taken from printed documents have a day, or none.
DAY, NOT_STATED = "day", "not_stated"


def lines(call: Call, acts: Iterable[CallAct], at: dt.datetime) -> list[dict[str, Any]]:
    """Acts, opening and closing, the latest first, for ``components/line.html``; ``number`` is the version the page had after the act."""
    dated = [(act.at, index, act_line(act)) for index, act in enumerate(acts, 1)]
    if call.opens_at and call.opens_at <= at and call.state_at(at) != State.CANCELLED:
        dated.append((call.opens_at, 0, {"title": _("The call opened"), "when": format_date(call.opens_at), "state": "done"}))
    if call.closes_at and call.state_at(at) not in {*AHEAD_STATES, State.CANCELLED}:
        dated.append((call.closes_at, 0, {"title": _("The call closed"), "when": format_date(call.closes_at), "state": "done"}))
    return [line for _moment, _index, line in sorted(dated, key=lambda one: one[:2], reverse=True)]


def act_line(act: CallAct) -> dict[str, Any]:
    """One act: what was done, why, when."""
    line: dict[str, Any] = {"title": _TITLES[act.kind](act), "text": act_text(act), "icon": _ICONS.get(act.kind, ""), "state": "done", "kind": act.kind}
    if act.version:
        line["number"] = act.version.number
    return line | when(act)


def when(act: CallAct) -> dict[str, Any]:
    """The moment of an act, as exactly as it is known."""
    known = act.details.get("when")
    if known == NOT_STATED:
        return {"when": _("Date not stated")}
    return {"when": format_date(act.at)} if known == DAY else {"at": act.at, "when": format_datetime(act.at)}


def act_text(act: CallAct) -> TranslatedText | str:
    """The reason in the words of the list, or in those written for this act."""
    if act.text:
        return act.text
    return reason_label(act)


def _change(act: CallAct, field: str) -> dict[str, Any]:
    return next((change for change in act.changes if change["field"] == field), {"old": None, "new": None})


def _extended(act: CallAct) -> str:
    moved, hours = _change(act, "closes_at"), "when" not in act.details
    return _("Extended from %(first)s to %(last)s") % {"first": spoken_moment(moved["old"], hours=hours), "last": spoken_moment(moved["new"], hours=hours)}


def _corrected(act: CallAct) -> str:
    names = list(dict.fromkeys(field_label(change["field"]) for change in act.changes))
    return _("Corrected: %(what)s") % {"what": " · ".join(names)} if names else _("Corrected")


def _results(act: CallAct) -> str:
    if act.details.get("printed"):
        return _("Figures printed in the programme’s documents")
    return _("Results published")


def _unsealed(act: CallAct) -> str:
    files = act.details.get("files", 0)
    opened = ngettext("%(count)s file was opened in session", "%(count)s files were opened in session", files)
    return opened % {"count": format_number(files)}


def _clock(act: CallAct) -> str:
    return _("The legal time changed: the hours announced stand")


_TITLES: dict[str, Callable[[CallAct], str]] = {
    Kind.PROPOSED: lambda act: _("Sent for approval"),
    Kind.PUBLISHED: lambda act: _("The call was published"),
    Kind.EXTENDED: _extended,
    Kind.RELAUNCHED: lambda act: _("Launched again for some provinces"),
    Kind.CORRECTED: _corrected,
    Kind.CANCELLED: lambda act: _("The call was cancelled"),
    Kind.REVIEW_STARTED: lambda act: _("The committee began its study"),
    Kind.UNSEALED: _unsealed,
    Kind.RESULTS_PUBLISHED: _results,
    Kind.CLOCK_CHANGED: _clock,
}


def published_results(acts: Iterable[CallAct]) -> list[dict[str, Any]]:
    """Who was chosen, by outcome: bodies by name, women by reference; nothing before the results are published."""
    groups: dict[str, list[dict[str, str]]] = {}
    for act in acts:
        if act.kind == Kind.RESULTS_PUBLISHED:
            groups = {}
            for row in act.details.get("listed", []):
                groups.setdefault(row["status"], []).append(row)
    headings = {"selected": _("Selected"), "waiting_list": _("On the waiting list"), "preselected": _("Pre-selected")}
    return [{"heading": headings.get(status, status), "rows": rows} for status, rows in groups.items()]
