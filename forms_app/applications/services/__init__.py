"""The business verbs of applications."""

from .acts import OUTCOMES, NotNow, record_outcome, reopen, withdraw
from .drafts import StaleStep, draft_by_code, draft_for, save_step, save_typed, saved_answers, saved_steps, start_draft
from .submit import CallNotOpen, IncompleteDraft, OutsideTerritory, submit_draft
from .tracking import find_by_code, find_submission, send_code
from .window import call_shown, completed_until, may_correct, may_erase, may_send, may_send_until, may_withdraw

__all__ = [
    "OUTCOMES", "CallNotOpen", "IncompleteDraft", "NotNow", "OutsideTerritory", "StaleStep", "call_shown", "completed_until", "draft_by_code",
    "draft_for", "find_by_code", "find_submission", "may_correct", "may_erase", "may_send", "may_send_until", "may_withdraw", "record_outcome", "reopen",
    "save_step", "save_typed", "saved_answers", "saved_steps", "send_code", "start_draft", "submit_draft", "withdraw",
]  # fmt: skip
