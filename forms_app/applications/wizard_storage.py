"""formtools storage on our drafts: one row per step, nothing in the session, nothing written on GET."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from django.utils import timezone
from formtools.wizard.storage.base import BaseStorage

from forms_app.engine.definition import definition_of

from .access import ApplicantRequest
from .services import save_step, saved_steps
from .services.drafts import TYPED_UPON


class DraftStorage(BaseStorage):
    """Keeps the steps of ``request.draft``."""

    request: ApplicantRequest

    def __init__(self, prefix: str, request: ApplicantRequest, file_storage: object = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.init_data()
        self.rows = saved_steps(draft=request.draft)
        self.saved = {step: row.everything for step, row in self.rows.items()}
        self.saved_at = max((row.updated_at for row in self.rows.values()), default=None)

    def reset(self) -> None:
        """Nothing: a draft is never thrown away by the wizard."""

    def flat(self, *, without: frozenset[str] = frozenset()) -> dict[str, object]:
        """The saved answers on her way by question, those of some questions left out if asked."""
        return {key: value for key, value in self._on_the_way.items() if key not in without}

    @cached_property
    def _on_the_way(self) -> dict[str, object]:
        return definition_of(self.request.draft.form_version).on_the_way(self.saved)

    def version(self, step: str) -> int:
        """How many times the step was saved when what the page shows was written; the page carries it back."""
        upon = self.typed(step).get(TYPED_UPON)
        if upon:
            return int(upon[0])
        return self.rows[step].version if step in self.rows else 0

    def typed(self, step: str) -> dict[str, list[str]]:
        """What autosave kept of a step since it was last saved: the holder's, or a colleague's own."""
        if self.request.share:
            return self.request.share.typed.get(step, {})
        return self.rows[step].typed if step in self.rows else {}

    def typed_at(self, step: str) -> dt.datetime | None:
        """When that was typed; ``None`` when nothing is."""
        if not self.typed(step):
            return None
        return self.request.share.used_at if self.request.share else self.rows[step].updated_at

    def set_step_data(self, step: str, cleaned_data: Mapping[str, object]) -> None:
        """Save the valid answers of a step, from the version the page was filled in from.

        Raises:
            StaleStep: when another tab or phone saved it since.
        """
        new = step not in self.rows
        save_step(
            draft=self.request.draft,
            step=step,
            answers=dict(cleaned_data),
            at=timezone.now(),
            version=self.request.step_version,
            new=new,
            share=self.request.share,
        )
        self.saved[step] = dict(cleaned_data)
        self.__dict__.pop("_on_the_way", None)

    def get_step_data(self, step: str) -> None:
        """Forms are filled from ``initial``, not bound to saved data: a page just opened shows no errors."""
        return
