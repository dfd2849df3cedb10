"""Models of the calls app."""

from .calls import Call, CallQuerySet
from .state import OPEN_STATES, State

__all__ = ["OPEN_STATES", "Call", "CallQuerySet", "State"]
