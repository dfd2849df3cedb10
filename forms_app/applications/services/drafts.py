"""Beginning a draft, saving its steps, finding it again."""

import datetime as dt

from django.db.models import F

from forms_app.applications.codes import new_resume_code, resume_hash
from forms_app.applications.models import Draft, DraftStep
from forms_app.calls.models import Call
from forms_app.engine.services import current_version


class NoForm(LookupError):
    """The call names a form that was never published."""


def start_draft(*, call: Call, language: str, filled_by: str, at: dt.datetime) -> tuple[Draft, str]:
    """Begin a file. Returns it with its resume code, which is not stored and can be shown only now and from her browser.

    Raises:
        NoForm: when the call's form has no published version.
    """
    version = current_version(key=call.form_key)
    if version is None:
        raise NoForm(call.form_key)
    code = new_resume_code()
    draft = Draft.objects.create(call=call, form_version=version, language=language, filled_by=filled_by, resume_hash=resume_hash(code), created_at=at)
    return draft, code


def draft_for(*, public_id: str) -> Draft | None:
    """A draft with its call, form and, if sent, its submission: one query. Rights are the caller's affair."""
    return Draft.objects.select_related("call", "form_version", "submission").defer("form_version__definition").filter(public_id=public_id[:24]).first()


def draft_by_code(*, code: str) -> Draft | None:
    """The draft of a resume code, or ``None``."""
    draft = Draft.objects.filter(resume_hash=resume_hash(code)).only("public_id").first()
    return draft_for(public_id=draft.public_id) if draft else None


def saved_steps(*, draft: Draft) -> dict[str, DraftStep]:
    """What was saved, by step."""
    return {row.step: row for row in draft.steps.all()}


def saved_answers(*, draft: Draft) -> dict[str, dict[str, object]]:
    """The saved answers, by step and question."""
    return {step: row.answers for step, row in saved_steps(draft=draft).items()}


def save_step(*, draft: Draft, step: str, answers: dict[str, object], at: dt.datetime) -> None:
    """Keep the valid answers of one step, whatever another tab does to other steps."""
    saved = DraftStep.objects.filter(draft=draft, step=step).update(answers=answers, version=F("version") + 1, updated_at=at)
    if not saved:
        row = DraftStep(draft=draft, step=step, answers=answers, updated_at=at)
        DraftStep.objects.bulk_create([row], update_conflicts=True, unique_fields=["draft", "step"], update_fields=["answers", "updated_at"])
