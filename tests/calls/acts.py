"""How the tests do each act on a call, and a call in each state."""

import datetime as dt
from collections.abc import Callable
from itertools import count

from forms_app.calls import services
from forms_app.calls.models import Call, CallAct, State
from tests.factories_forms import call, form, province

Kind = CallAct.Kind
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
#: 16:00 on a Moroccan clock.
CLOSES = dt.datetime(2026, 12, 15, 15, 0, tzinfo=dt.UTC)
OPENS = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)
WORDS = {"ar": "نص", "fr": "texte"}
_slugs = count(1)

S = State

#: The table, written a second time by hand: acts possible in each state, on a call that is sealed and on one that is not.
POSSIBLE = {
    S.DRAFT: ["proposed", "published"],
    S.ANNOUNCED: ["extended", "corrected", "cancelled"],
    S.OPEN: ["extended", "corrected", "cancelled"],
    S.CLOSING_SOON: ["extended", "corrected", "cancelled"],
    S.CLOSED: ["extended", "corrected", "cancelled", "review_started", "results_published", "relaunched"],
    S.UNDER_REVIEW: ["corrected", "cancelled", "results_published", "relaunched"],
    S.RESULTS_PUBLISHED: ["corrected", "relaunched"],
    S.CANCELLED: ["relaunched"],
}
SEALED = {
    S.DRAFT: POSSIBLE[S.DRAFT],
    S.CLOSED: ["extended", "corrected", "cancelled", "unsealed", "relaunched"],
    S.UNDER_REVIEW: ["corrected", "cancelled", "relaunched"],
}


def relaunched(made: Call, at: dt.datetime, **values: object) -> CallAct:
    """The act left on the earlier call."""
    given = {"slug": f"again-{next(_slugs)}", "title": WORDS, "opens_at": at + DAY, "closes_at": at + 9 * DAY, "provinces": [province()], "reason": "places"}
    services.relaunch_call(call=made, at=at, **{"by": None} | given | values)
    return made.acts.get(kind=Kind.RELAUNCHED)


def clock_changed(made: Call, at: dt.datetime, **_values: object) -> CallAct:
    """The instant is off by an hour, as after a change of the rules."""
    Call.objects.filter(pk=made.pk).update(closes_at=made.closes_at - dt.timedelta(hours=1))
    (act,) = [act for act in services.recompute_deadlines(at=at) if act.call_id == made.pk] or [None]
    if act is None:
        raise services.NotPossible
    return act


#: Each act by its service, with values that fit.
DO: dict[Kind, Callable[..., CallAct]] = {
    Kind.PROPOSED: lambda made, at, **more: services.propose_call(call=made, at=at, **{"by": None} | more),
    Kind.PUBLISHED: lambda made, at, **more: services.publish_call(call=made, at=at, **{"by": None} | more),
    Kind.EXTENDED: lambda made, at, **more: services.extend_call(
        call=made, at=at, **{"by": None, "closes_at": max(made.closes_at, at) + 7 * DAY, "reason": "more_time"} | more
    ),
    Kind.CORRECTED: lambda made, at, **more: services.correct_call(call=made, at=at, **{"by": None, "values": {"title": WORDS}, "reason": "mistake"} | more),
    Kind.CANCELLED: lambda made, at, **more: services.cancel_call(call=made, at=at, **{"by": None, "reason": "merged"} | more),
    Kind.UNSEALED: lambda made, at, **more: services.unseal_call(call=made, at=at, **{"by": None, "present": ["أمينة", "كريم"]} | more),
    Kind.REVIEW_STARTED: lambda made, at, **more: services.start_review(call=made, at=at, **{"by": None} | more),
    Kind.RESULTS_PUBLISHED: lambda made, at, **more: services.publish_results(
        call=made, at=at, **{"by": None, "counts": {"received": 9, "preselected": 5, "selected": 3}} | more
    ),
    Kind.RELAUNCHED: relaunched,
    Kind.CLOCK_CHANGED: clock_changed,
}

#: Dates of a call that is in the state at ``AT[state]``.
IN_STATE: dict[State, dict[str, object]] = {
    State.DRAFT: {"published_at": None},
    State.ANNOUNCED: {},
    State.OPEN: {},
    State.CLOSING_SOON: {},
    State.CLOSED: {},
    State.UNDER_REVIEW: {"review_started_at": CLOSES + DAY},
    State.RESULTS_PUBLISHED: {"results_published_at": CLOSES + DAY},
    State.CANCELLED: {"cancelled_at": OPENS, "cancel_reason": WORDS},
}
AT: dict[State, dt.datetime] = {
    State.DRAFT: OPENS - 9 * DAY,
    State.ANNOUNCED: OPENS - SECOND,
    State.OPEN: OPENS,
    State.CLOSING_SOON: CLOSES + 59 * SECOND,
    State.CLOSED: CLOSES + 60 * SECOND,
    State.UNDER_REVIEW: CLOSES + 2 * DAY,
    State.RESULTS_PUBLISHED: CLOSES + 2 * DAY,
    State.CANCELLED: OPENS + DAY,
}


def call_in(state: State, **values: object) -> Call:
    """A call that is in this state at ``AT[state]``."""
    form()
    return call(**{"opens_at": OPENS, "closes_at": CLOSES, "published_at": OPENS - 30 * DAY} | IN_STATE[state] | values)
