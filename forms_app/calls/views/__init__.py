"""Pages of calls: the list, one call, questions about it, and following calls."""

from .detail import call_detail
from .follow import call_follow, call_follow_code, call_follow_confirm, call_follow_stop
from .history import call_document, call_history, call_version
from .listing import call_list
from .questions import call_questions

__all__ = [
    "call_detail",
    "call_document",
    "call_follow",
    "call_follow_code",
    "call_follow_confirm",
    "call_follow_stop",
    "call_history",
    "call_list",
    "call_questions",
    "call_version",
]
