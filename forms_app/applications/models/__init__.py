"""Models of the applications app."""

from .acts import Export, Opening, SubmissionAct
from .annexes import Annex
from .codes import TrackingCode
from .drafts import Draft, DraftStep
from .prepared import PreparedOutcome
from .references import ReferenceCounter
from .register import HeldDay, PublishedForEver, RegisterFile, RegisterLine
from .shares import DraftShare
from .submissions import Status, Submission, SubmissionVersion
from .uploads import Upload

__all__ = [
    "Annex", "Draft", "DraftShare", "DraftStep", "Export", "HeldDay", "Opening", "PreparedOutcome", "PublishedForEver", "ReferenceCounter", "RegisterFile",
    "RegisterLine", "Status", "Submission", "SubmissionAct", "SubmissionVersion", "TrackingCode", "Upload",
]  # fmt: skip
