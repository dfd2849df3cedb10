"""Pages of calls: the list, one call."""

from .detail import call_detail
from .listing import call_list

__all__ = ["call_detail", "call_list"]
