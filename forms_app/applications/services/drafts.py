"""Beginning a draft, saving its steps, finding it again."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from forms_app.applications.codes import new_resume_code, resume_hash, resume_hashes
from forms_app.applications.models import Draft, DraftShare, DraftStep
from forms_app.applications.models.drafts import expiry
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, parted
from forms_app.engine.services import current_version
from portal.core.upstream.prepared import Prepared, PreparedInsert

#: Asked for at every step: compiling them cost more than the answer.
_WHOLE = Prepared(
    lambda one: Draft.objects.select_related("call", "form_version", "submission").defer("form_version__definition").filter(public_id=one).order_by(),
    like="-like-",
)
_DRAFTS, _FIRST_ROWS = PreparedInsert(Draft), PreparedInsert(DraftStep)
_STEPS = Prepared(lambda draft: DraftStep.objects.filter(draft_id=draft).order_by(), like=-1)


class NoForm(LookupError):
    """The call names a form that was never published."""


def start_draft(*, call: Call, language: str, filled_by: str, at: dt.datetime, code: str = "", idempotency_key: uuid.UUID | None = None) -> tuple[Draft, str]:
    """Begin a file. Returns it with its resume code, which is not stored and can be shown only now and from her browser.

    ``code`` and ``idempotency_key`` are random unless they are given.

    Raises:
        NoForm: when the call's form has no published version.
    """
    version = current_version(key=call.form_key)
    if version is None:
        raise NoForm(call.form_key)
    code = code or new_resume_code()
    draft = Draft(
        call=call,
        form_version=version,
        language=language,
        filled_by=filled_by,
        resume_hash=resume_hash(code),
        idempotency_key=idempotency_key or uuid.uuid4(),
        created_at=at,
        expires_at=expiry(call=call, at=at),
    )
    if not _DRAFTS.add(draft):
        raise IntegrityError("A new file has the code of another: random numbers are not random here.")
    return draft, code


def draft_for(*, public_id: str) -> Draft | None:
    """A draft with its call, form and, if sent, its submission: one query. Rights are the caller's affair."""
    draft = _WHOLE.first(public_id[:24])
    sent = getattr(draft, "submission", None)
    if draft and sent and (sent.call_id, sent.form_version_id) == (draft.call_id, draft.form_version_id):
        sent.call, sent.form_version = draft.call, draft.form_version
    return draft


def draft_by_code(*, code: str) -> Draft | None:
    """The draft of a resume code, or ``None``."""
    draft = Draft.objects.filter(resume_hash__in=resume_hashes(code)).only("public_id").first()
    return draft_for(public_id=draft.public_id) if draft else None


def saved_steps(*, draft: Draft) -> dict[str, DraftStep]:
    """What was saved, by step."""
    return {row.step: row for row in _STEPS.rows(draft.pk)}


def saved_answers(*, draft: Draft) -> dict[str, dict[str, object]]:
    """The saved answers, by step and question, the sensitive ones too."""
    return {step: row.everything for step, row in saved_steps(draft=draft).items()}


def by_question(saved: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Answers saved by step, all together."""
    return {key: value for answers in saved.values() for key, value in answers.items()}


class StaleStep(Exception):
    """Another tab or another phone saved this step since it was shown; ``row`` is what it holds now."""

    def __init__(self, row: DraftStep) -> None:
        super().__init__(row.step)
        self.row = row


#: Beside what was typed: the version of the step it was typed upon, where another person has saved the step since.
TYPED_UPON = "wizard-version"
#: Beside what was typed: the questions that its page asked, where that was not the whole step (a file to be completed).
TYPED_OF = "wizard-asked"


def save_step(
    *,
    draft: Draft,
    step: str,
    answers: Mapping[str, object],
    at: dt.datetime,
    version: int | None = None,
    new: bool = False,
    share: DraftShare | None = None,
) -> None:
    """Keep the valid answers of one step, whatever another tab does to other steps; sensitive ones are encrypted.

    ``version`` is the one the page was filled in from (0: nothing was saved yet); without it the last one to save wins.
    ``new``: the caller has just seen that nothing was kept of the step; spares two queries, and does no harm when it is wrong.
    ``share``: a colleague saves it; what the holder typed and did not save stays, and will meet these answers.

    Raises:
        StaleStep: when the step was saved since, with other answers.
    """
    values = {**parted(definition_of(draft.form_version), answers), "updated_at": at}
    if share:
        _save_of_colleague(draft, step, values, version, share)
    else:
        _write(draft, step, values | {"typed": {}}, {"version": F("version") + 1}, version, new=new)
    _keep_longer(draft, at)


def save_typed(
    *, draft: Draft, step: str, typed: Mapping[str, list[str]], at: dt.datetime, version: int | None = None, share: DraftShare | None = None
) -> None:
    """Keep what is being typed, right or not, until the step is saved. Valid answers saved before stay. A colleague's is kept with her link.

    Raises:
        StaleStep: when the step was saved since the page was shown.
    """
    if share:
        _type_of_colleague(share, step, {**typed, TYPED_UPON: [str(version or 0)]}, at)
    else:
        _write(draft, step, {"typed": dict(typed), "updated_at": at}, {}, version)
    _keep_longer(draft, at)


def keep_typed(
    *, draft: Draft, step: str, typed: Mapping[str, list[str]], at: dt.datetime, version: int | None = None, share: DraftShare | None = None
) -> None:
    """The same, also where the step was saved since: it is kept beside what is saved there, and saving it shows both."""
    try:
        save_typed(draft=draft, step=step, typed=typed, at=at, version=version, share=share)
    except StaleStep:
        save_typed(draft=draft, step=step, typed={**typed, TYPED_UPON: [str(version)]}, at=at, share=share)


@transaction.atomic
def _save_of_colleague(draft: Draft, step: str, values: dict[str, Any], version: int | None, share: DraftShare) -> None:
    Draft.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=draft.pk)  # before step and link, as the holder does
    row = DraftStep.objects.select_for_update(of=("self",)).filter(draft=draft, step=step).first()
    if row and row.typed and TYPED_UPON not in row.typed:
        values["typed"] = {**row.typed, TYPED_UPON: [str(row.version)]}
    _write(draft, step, values, {"version": F("version") + 1}, version)
    _type_of_colleague(share, step, {}, values["updated_at"])


@transaction.atomic
def _type_of_colleague(share: DraftShare, step: str, typed: Mapping[str, list[str]], at: dt.datetime) -> None:
    kept = DraftShare.objects.select_for_update().filter(pk=share.pk, revoked_at=None).first()
    if kept is None:  # taken back while her page was on its way
        return
    kept.typed = {name: value for name, value in kept.typed.items() if name != step} | ({step: dict(typed)} if typed else {})
    kept.used_at = share.used_at = at
    kept.save(update_fields=["typed", "used_at"])
    share.typed = kept.typed


def _write(draft: Draft, step: str, values: Mapping[str, object], on_update: Mapping[str, object], version: int | None, *, new: bool = False) -> None:
    if new and version == 0 and _FIRST_ROWS.add(DraftStep(draft=draft, step=step, **values, version=1 if on_update else 0)):
        return
    rows = DraftStep.objects.filter(draft=draft, step=step)
    if (rows if version is None else rows.filter(version=version)).update(**values, **on_update):
        return
    row = DraftStep(draft=draft, step=step, **values, version=1 if on_update else 0)
    if version is None:
        DraftStep.objects.bulk_create([row], update_conflicts=True, unique_fields=["draft", "step"], update_fields=list(values))
        return
    DraftStep.objects.bulk_create([row], ignore_conflicts=True)  # another tab may be writing the first row at this moment
    kept = rows.get()
    if any(getattr(kept, name) != value for name, value in values.items() if name != "updated_at"):
        raise StaleStep(kept)


def _keep_longer(draft: Draft, at: dt.datetime) -> None:
    """A draft in use is kept; written at most once a day."""
    until = expiry(call=draft.call, at=at)
    if until - draft.expires_at > dt.timedelta(days=1):
        Draft.objects.filter(pk=draft.pk).update(expires_at=until)
