"""Models of the calls app."""

from .acts import CallAct, CallVersion
from .allowed import ALLOWED, possible_acts, why_impossible
from .calls import Call, CallQuerySet, local_minute
from .documents import CallDocument
from .guard import SilentChange, by_act
from .state import OPEN_STATES, State

__all__ = [
    "ALLOWED", "OPEN_STATES", "Call", "CallAct", "CallDocument", "CallQuerySet", "CallVersion", "SilentChange", "State", "by_act", "local_minute",
    "possible_acts", "why_impossible",
]  # fmt: skip
