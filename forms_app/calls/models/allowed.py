"""Which act is possible when: one table, read by the services, by the buttons of the admin and by the tests."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from .acts import CallAct
from .calls import Call
from .state import OPEN_STATES, State

Kind = CallAct.Kind

#: States of a call in which each act may be done.
ALLOWED: dict[Kind, frozenset[State]] = {
    Kind.PROPOSED: frozenset({State.DRAFT}),
    Kind.PUBLISHED: frozenset({State.DRAFT}),
    Kind.EXTENDED: frozenset({State.ANNOUNCED, *OPEN_STATES, State.CLOSED}),
    Kind.CORRECTED: frozenset(set(State) - {State.DRAFT, State.CANCELLED}),
    Kind.CANCELLED: frozenset({State.ANNOUNCED, *OPEN_STATES, State.CLOSED, State.UNDER_REVIEW}),
    Kind.UNSEALED: frozenset({State.CLOSED}),
    Kind.REVIEW_STARTED: frozenset({State.CLOSED}),
    Kind.RESULTS_PUBLISHED: frozenset({State.CLOSED, State.UNDER_REVIEW}),
    Kind.RELAUNCHED: frozenset({State.CLOSED, State.UNDER_REVIEW, State.RESULTS_PUBLISHED, State.CANCELLED}),
    Kind.CLOCK_CHANGED: frozenset({State.ANNOUNCED, *OPEN_STATES, State.CLOSED}),
}


def _closes(call: Call) -> bool:
    return call.closes_at is not None


def _readable(call: Call) -> bool:
    return not call.still_sealed


#: What must hold besides, and what is said when it does not.
NEEDS: dict[Kind, tuple[tuple[Callable[[Call], bool], object], ...]] = {
    Kind.PROPOSED: ((lambda call: call.proposed_at is None, _("It was already sent for approval.")),),
    Kind.EXTENDED: (
        (_closes, _("Its closing date is not stated: there is nothing to extend.")),
        (lambda call: call.unsealed_at is None, _("Its files were opened: the closing date stands.")),
    ),
    Kind.UNSEALED: (
        (lambda call: call.sealed, _("Its files are not sealed.")),
        (lambda call: call.unsealed_at is None, _("Its files were already opened.")),
        (_closes, _("Its closing date is not stated.")),
    ),
    Kind.REVIEW_STARTED: ((_closes, _("Its closing date is not stated.")), (_readable, _("Its files are sealed: open them first."))),
    Kind.RESULTS_PUBLISHED: ((_readable, _("Its files are sealed: open them first.")),),
}


def why_impossible(call: Call, kind: Kind, at: dt.datetime) -> str:
    """A plain sentence why this act is not possible on the call at that moment; empty when it is."""
    state = call.state_at(at)
    if state not in ALLOWED[kind]:
        return str(_("The call is in the state “%(state)s”: this act is not possible.") % {"state": state.label})
    return next((str(words) for holds, words in NEEDS.get(kind, ()) if not holds(call)), "")


def possible_acts(call: Call, at: dt.datetime) -> list[Kind]:
    """The acts the staff may do now, in the order of the table; the change of the clock is the portal's own."""
    return [kind for kind in ALLOWED if kind != Kind.CLOCK_CHANGED and not why_impossible(call, kind, at)]
