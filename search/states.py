"""The state of a call, from the dates kept in the index: it changes by the clock, without anything being indexed again."""

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace

from forms_app.calls.models import Call
from forms_app.calls.models.state import State, state_of

#: The dates a state is derived from (see ``forms_app.calls.models.state``).
DATES = ("published_at", "opens_at", "closes_at", "review_started_at", "results_published_at", "cancelled_at")


def dates_of(call: Call) -> dict[str, dt.datetime | None]:
    """What the index keeps of a call."""
    return {name: getattr(call, name) for name in DATES}


def state_at(dates: Mapping[str, dt.datetime | None], at: dt.datetime) -> State | None:
    """State at that moment of the call with these dates; ``None`` for what is no call."""
    return state_of(SimpleNamespace(**{name: dates.get(name) for name in DATES}), at) if dates else None
