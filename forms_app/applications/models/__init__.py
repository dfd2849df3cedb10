"""Models of the applications app."""

from .acts import Export, Opening, SubmissionAct
from .annexes import Annex
from .codes import TrackingCode
from .drafts import Draft, DraftStep
from .erasures import Erasure, PersonalCopy, Remainder
from .prepared import PreparedOutcome
from .references import ReferenceCounter
from .register import HeldDay, PublishedForEver, RegisterFile, RegisterLine
from .shares import DraftShare
from .submissions import Status, Submission, SubmissionVersion
from .uploads import Upload

__all__ = [
    "Annex", "Draft", "DraftShare", "DraftStep", "Erasure", "Export", "HeldDay", "Opening", "PersonalCopy", "PreparedOutcome", "PublishedForEver",
    "ReferenceCounter", "RegisterFile", "RegisterLine", "Remainder", "Status", "Submission", "SubmissionAct", "SubmissionVersion", "TrackingCode", "Upload",
]  # fmt: skip
