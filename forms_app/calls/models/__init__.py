"""Models of the calls app."""

from .acts import CallAct, CallVersion
from .calls import Call, CallQuerySet, local_minute
from .documents import CallDocument
from .state import OPEN_STATES, State

__all__ = ["OPEN_STATES", "Call", "CallAct", "CallDocument", "CallQuerySet", "CallVersion", "State", "local_minute"]
