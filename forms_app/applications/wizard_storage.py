"""formtools storage on our drafts: one row per step, nothing in the session, nothing written on GET."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from formtools.wizard.storage.base import BaseStorage

from .services import save_step, saved_steps


class DraftStorage(BaseStorage):
    """Keeps the steps of ``request.draft``."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: object = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.init_data()
        rows = saved_steps(draft=request.draft)
        self.saved = {step: row.everything for step, row in rows.items()}
        self.saved_at = max((row.updated_at for row in rows.values()), default=None)

    def reset(self) -> None:
        """Nothing: a draft is never thrown away by the wizard."""

    def flat(self, *, without: str = "") -> dict[str, object]:
        """All saved answers by question, those of one step left out if asked."""
        return {key: value for step, answers in self.saved.items() if step != without for key, value in answers.items()}

    def set_step_data(self, step: str, cleaned_data: Mapping[str, object]) -> None:
        """Save the valid answers of a step; only its own questions are in them."""
        save_step(draft=self.request.draft, step=step, answers=dict(cleaned_data), at=timezone.now())
        self.saved[step] = dict(cleaned_data)

    def get_step_data(self, step: str) -> None:
        """Forms are filled from ``initial``, not bound to saved data: a page just opened shows no errors."""
        return
