"""Pages of calls: the list, one call."""

from .detail import call_detail
from .follow import call_follow, call_follow_code, call_follow_confirm, call_follow_stop
from .listing import call_list
from .questions import call_questions

__all__ = ["call_detail", "call_follow", "call_follow_code", "call_follow_confirm", "call_follow_stop", "call_list", "call_questions"]
