"""Pages of the applicant: start, steps, check, receipt, tracking, resuming."""

from .check import check, receipt
from .find import resume, track
from .start import clear, start
from .wizard import ApplyWizard

__all__ = ["ApplyWizard", "check", "clear", "receipt", "resume", "start", "track"]
