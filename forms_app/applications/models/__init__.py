"""Models of the applications app."""

from .acts import Export, Opening, SubmissionAct
from .annexes import Annex
from .codes import TrackingCode
from .drafts import Draft, DraftStep
from .erasures import Erasure, PersonalCopy, Remainder
from .prepared import PreparedOutcome
from .references import ReferenceCounter
from .shares import DraftShare
from .submissions import Status, Submission, SubmissionVersion
from .uploads import Upload

__all__ = [
    "Annex", "Draft", "DraftShare", "DraftStep", "Erasure", "Export", "Opening", "PersonalCopy", "PreparedOutcome", "ReferenceCounter", "Remainder",
    "Status", "Submission", "SubmissionAct", "SubmissionVersion", "TrackingCode", "Upload",
]  # fmt: skip
