"""What was asked before a file existed goes into it once it is begun."""

import datetime as dt
from collections.abc import Mapping

from forms_app.applications.models import Draft
from forms_app.engine.before import by_step
from forms_app.engine.definition import definition_of

from .drafts import save_step


def keep_what_was_asked(*, draft: Draft, answers: Mapping[str, object], at: dt.datetime) -> None:
    """Write the answers (by question) under the steps that ask them again, where they can be changed like any other."""
    for step, given in by_step(definition_of(draft.form_version), answers).items():
        save_step(draft=draft, step=step, answers=given, at=at, new=True)
