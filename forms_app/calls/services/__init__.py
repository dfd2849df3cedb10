"""What is asked about calls, and what is done to them."""

from .acting import NotPossible, state_token
from .correcting import add_document, correct_call, correctable, remove_document
from .dates import extend_call, recompute_deadlines
from .ending import cancel_call, publish_results, start_review, unseal_call
from .listing import IN_A_SECTION, calls_at_place, current_calls, find_call, listed_calls, open_calls_for, open_instead_of
from .publishing import propose_call, publish_call, to_approve, why_not_approve, withdraw_proposal
from .relaunching import relaunch_call
from .results import Results, register_results_source, results_source

__all__ = [
    "IN_A_SECTION", "NotPossible", "Results", "add_document", "calls_at_place", "cancel_call", "correct_call", "correctable", "current_calls",
    "extend_call", "find_call", "listed_calls", "open_calls_for", "open_instead_of", "propose_call", "publish_call", "publish_results",
    "recompute_deadlines", "register_results_source", "relaunch_call", "remove_document", "results_source", "start_review", "state_token",
    "to_approve", "unseal_call", "why_not_approve", "withdraw_proposal",
]  # fmt: skip
