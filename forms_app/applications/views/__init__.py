"""Pages of the applicant: start, steps, check, receipt, tracking, resuming."""

from .after import correct, correct_tracked, erase_tracked, withdraw_sent, withdraw_tracked
from .autosave import autosave
from .check import check
from .documents import annex, document, preview, upload
from .earlier import earlier
from .elsewhere import elsewhere
from .find import resume
from .paper import blank_form, half_filled_form
from .private_link import later, open_link, private_link
from .receipt import receipt, receipt_pdf
from .register import proof, register_days, register_home, register_sums, register_text
from .share import accept, hand_over, people
from .start import clear, start
from .track import ask_code, by_code, track
from .wizard import ApplyWizard

__all__ = [
    "ApplyWizard", "accept", "annex", "ask_code", "autosave", "blank_form", "by_code", "check", "clear", "correct", "correct_tracked", "document", "earlier",
    "elsewhere", "erase_tracked", "half_filled_form", "hand_over", "later", "open_link", "people", "preview", "private_link", "proof", "receipt", "receipt_pdf",
    "register_days", "register_home", "register_sums", "register_text", "resume", "start", "track", "upload", "withdraw_sent", "withdraw_tracked",
]  # fmt: skip
