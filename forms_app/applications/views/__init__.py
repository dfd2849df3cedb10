"""Pages of the applicant: start, steps, check, receipt, tracking, resuming."""

from .after import correct, correct_tracked, withdraw_sent, withdraw_tracked
from .check import check
from .documents import document, upload
from .elsewhere import elsewhere
from .find import resume
from .receipt import receipt, receipt_pdf
from .start import clear, start
from .track import ask_code, by_code, track
from .wizard import ApplyWizard

__all__ = [
    "ApplyWizard", "ask_code", "by_code", "check", "clear", "document", "correct", "elsewhere", "correct_tracked", "receipt", "receipt_pdf", "resume", "start", "track", "upload",
    "withdraw_sent", "withdraw_tracked",
]  # fmt: skip
