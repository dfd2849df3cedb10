"""Models of the applications app."""

from .drafts import Draft, DraftStep
from .submissions import ReferenceCounter, Submission

__all__ = ["Draft", "DraftStep", "ReferenceCounter", "Submission"]
