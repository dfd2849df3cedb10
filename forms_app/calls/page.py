"""What the page of one call shows, for its address and for its preview in the admin."""

import datetime as dt
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from . import asking, sharing, timeline, words
from .models import AHEAD_STATES, OPEN_STATES, Call, CallAct, State
from .papers import FORMATS
from .services import open_instead_of


def page_of_call(call: Call, at: dt.datetime) -> dict[str, Any]:
    """Context of ``calls/detail.html``, without its breadcrumbs. The territory must be prefetched."""
    state = call.state_at(at)
    can_apply = call.takes_files(at)
    others = [] if can_apply or state == State.ANNOUNCED else open_instead_of(call=call, at=at)
    acts = list(call.acts.filter(kind__in=CallAct.SHOWN).select_related("version").defer("version__content")) if call.pk else []
    return {
        "call": call,
        "state": state,
        "can_apply": can_apply,
        "apply_url": reverse("apply", args=[call.slug]) if can_apply else "",
        "resume_url": reverse("resume") if can_apply else "",
        "deadline": _deadline(call, state, at),
        "calendar_url": reverse("call_calendar", args=[call.slug]) if state in AHEAD_STATES else "",
        "poster_url": reverse("call_poster", args=[call.slug]) if state in AHEAD_STATES else "",
        "why_not": words.why_not_open(call, at),
        "over": state not in AHEAD_STATES,
        "instead": [words.card(other, at) for other in others],
        "where": words.where(call),
        "who": words.lines(call.who),
        "what_next": [{"title": line} for line in words.lines(call.what_next)],
        "contact": words.contact_lines(call),
        "appeal": words.lines(call.appeal),
        "documents": _documents(call) if call.pk else [],
        "questions": asking.section(call, at) if call.pk else None,
        "facts": words.facts(call),
        "history": timeline.lines(call, acts, at),
        "results": timeline.published_results(acts),
        "share": sharing.ways(call, state),
        "relaunched_from": call.relaunch_of if call.relaunch_of and call.relaunch_of.state_at(at) != State.DRAFT else None,
        "relaunches": [other for other in call.relaunches.all() if other.state_at(at) != State.DRAFT] if call.pk else [],
    }


def _documents(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "url": reverse("call_document", args=[call.slug, one.pk]),
            "format": FORMATS.get(one.media_type, ""),
            "size": one.size,
            "language": one.language,
            "kind": one.get_kind_display(),
        }
        for one in call.documents.filter(removed_at=None).order_by("position", "pk")
    ]


def _deadline(call: Call, state: State, at: dt.datetime) -> dict | None:
    """The date that heads the page: the last day while open, the first day while announced."""
    if state in OPEN_STATES:
        label, moment, tone = _("Last day"), cast(dt.datetime, call.closes_at), ""
    elif state == State.ANNOUNCED:
        label, moment, tone = _("Opens on"), cast(dt.datetime, call.opens_at), "ahead"
    else:
        return None
    time = _("at %(time)s, Moroccan time.") % {"time": words.format_time(moment)}
    return {"label": label, "date": words.format_date(moment), "time": time, "left": words.time_left(call, at), "tone": tone}
