"""Pages of the applicant: start, steps, check, receipt, tracking, resuming."""

from .after import correct, correct_tracked, withdraw_sent, withdraw_tracked
from .check import check, receipt
from .find import resume
from .start import clear, start
from .track import ask_code, by_code, track
from .wizard import ApplyWizard

__all__ = [
    "ApplyWizard", "ask_code", "by_code", "check", "clear", "correct", "correct_tracked", "receipt", "resume", "start", "track", "withdraw_sent",
    "withdraw_tracked",
]  # fmt: skip
