"""What is asked about calls, and what is done to them."""

from .listing import IN_A_SECTION, calls_at_place, current_calls, find_call, listed_calls, open_calls_for, open_instead_of

__all__ = ["IN_A_SECTION", "calls_at_place", "current_calls", "find_call", "listed_calls", "open_calls_for", "open_instead_of"]
