"""The state of a call, derived from its dates and acts. The rules are written once, here; queries and instances both read them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

#: "Until 16:00" lasts through 16:00:59: the closing minute belongs to the applicant (DESIGN section 6).
CLOSING_MINUTE = dt.timedelta(minutes=1)
CLOSING_SOON = dt.timedelta(days=7)


class State(models.TextChoices):
    """Codes are used in addresses; labels are shown."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    CLOSING_SOON = "closing_soon", _("Closing soon")
    CLOSED = "closed", _("Closed")
    UNDER_REVIEW = "under_review", _("Under review")
    RESULTS_PUBLISHED = "results_published", _("Results published")
    CANCELLED = "cancelled", _("Cancelled")


#: States in which an application can be sent.
OPEN_STATES = (State.OPEN, State.CLOSING_SOON)
#: States of a call that somebody can still answer, now or soon.
AHEAD_STATES = (*OPEN_STATES, State.ANNOUNCED)

#: A conjunction of ``field__comparison: value``.
Alternative = Mapping[str, dt.datetime | bool]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "isnull": lambda value, wanted: (value is None) == wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
}


def rules(at: dt.datetime) -> list[tuple[State, list[Alternative]]]:
    """State and the alternatives under which it applies; the first that matches decides.

    Each alternative is a conjunction of ``field__comparison: value``, comparisons being those of ``_COMPARE``.
    A call whose closing date is not stated counts as closed once it has opened: nobody can be promised that it is open.
    """
    over = {"closes_at__lte": at - CLOSING_MINUTE}
    return [
        (State.DRAFT, [{"published_at__isnull": True}, {"published_at__gt": at}]),
        (State.CANCELLED, [{"cancelled_at__lte": at}]),
        (State.RESULTS_PUBLISHED, [{"results_published_at__lte": at}]),
        (State.ANNOUNCED, [{"opens_at__gt": at}]),
        (State.UNDER_REVIEW, [over | {"review_started_at__lte": at}]),
        (State.CLOSED, [over, {"closes_at__isnull": True}]),
        (State.CLOSING_SOON, [{"closes_at__lte": at + CLOSING_SOON}]),
    ]


def by_state(at: dt.datetime, values: Mapping[State, object], output_field: models.Field) -> Case:
    """A database expression that depends on the state at that moment; ``NULL`` for a state that has no value."""
    whens = []
    for state, alternatives in rules(at):
        condition = Q()
        for alternative in alternatives:
            condition |= Q(**alternative)
        whens.append(When(condition, then=values.get(state, Value(None))))
    return Case(*whens, default=values.get(State.OPEN, Value(None)), output_field=output_field)


def state_expression(at: dt.datetime) -> Case:
    """The state as a database expression."""
    return by_state(at, {state: Value(state.value) for state in State}, models.CharField())


def published(at: dt.datetime) -> Q:
    """What is not a draft, in the one comparison that an index and a long table like better than the table of rules."""
    return Q(published_at__lte=at)


def surely(state: State, at: dt.datetime) -> Q:
    """What is true of every call in a state, in comparisons that an index answers; the state itself must still be asked for."""
    return {
        State.CLOSING_SOON: Q(closes_at__gt=at - CLOSING_MINUTE, closes_at__lte=at + CLOSING_SOON),
        State.OPEN: Q(closes_at__gt=at + CLOSING_SOON),
        State.ANNOUNCED: Q(opens_at__gt=at),
        State.UNDER_REVIEW: Q(review_started_at__lte=at),
        State.RESULTS_PUBLISHED: Q(results_published_at__lte=at),
        State.CANCELLED: Q(cancelled_at__lte=at),
    }.get(state, Q())


def state_of(call: object, at: dt.datetime) -> State:
    """The state of one call already in memory, by the same rules."""
    for state, alternatives in rules(at):
        if any(_applies(call, alternative) for alternative in alternatives):
            return state
    return State.OPEN


def _applies(call: object, alternative: Alternative) -> bool:
    for lookup, wanted in alternative.items():
        field, _separator, comparison = lookup.rpartition("__")
        if not _COMPARE[comparison](getattr(call, field), wanted):
            return False
    return True
