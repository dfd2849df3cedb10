"""Models of the calls app."""

from .acts import CallAct, CallVersion
from .allowed import ALLOWED, possible_acts, why_impossible
from .calls import Call, CallQuerySet, local_minute
from .clarifications import Clarification
from .documents import CallDocument
from .guard import SilentChange, by_act
from .notices import CallNotice, NoticeKey
from .state import AHEAD_STATES, OPEN_STATES, State
from .subscriptions import CallSubscription

__all__ = [
    "AHEAD_STATES", "ALLOWED", "OPEN_STATES", "Call", "CallAct", "CallDocument", "CallNotice", "CallQuerySet", "CallSubscription", "CallVersion",
    "Clarification", "NoticeKey", "SilentChange", "State", "by_act", "local_minute", "possible_acts", "why_impossible",
]  # fmt: skip
