"""The business verbs of applications."""

from .drafts import draft_by_code, draft_for, save_step, saved_answers, saved_steps, start_draft
from .submit import CallNotOpen, IncompleteDraft, OutsideTerritory, submit_draft
from .tracking import find_submission

__all__ = [
    "CallNotOpen", "IncompleteDraft", "OutsideTerritory", "draft_by_code", "draft_for", "find_submission", "save_step",
    "saved_answers", "saved_steps", "start_draft", "submit_draft",
]  # fmt: skip
