"""Starting from an earlier file: answers to the same questions, and documents, copied into a new draft of another call. Decision 532."""

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_app.applications.models import Draft, DraftStep, Status, Submission, Upload
from forms_app.calls.models import Call
from forms_app.engine.definition import Question, Step, definition_of, parted
from forms_app.engine.step_forms import build_step_form
from portal.core.translated import TranslatedText

from .annexes import put_together
from .copying import Copies, copying, same_answers
from .drafts import start_draft
from .uploads import as_answers, documents_of

#: Given anew for each file, or no answer at all.
_NEVER = frozenset({"consent", "information"})
_KINDS = {"image/jpeg": "image", "application/pdf": "pdf"}


@dataclass
class Copied:
    """A draft begun from an earlier file: its code, how many answers it took over, what was left behind, and which documents are too old."""

    draft: Draft
    code: str
    answers: int = 0
    left: list[TranslatedText] = field(default_factory=list)
    documents: list[Upload] = field(default_factory=list)
    expired: list[Upload] = field(default_factory=list)


def may_copy(*, earlier: Submission, call: Call) -> bool:
    """Only between calls of one kind: a body's file never becomes a woman's, nor the other way round."""
    return earlier.status != Status.ERASED and earlier.call.kind == call.kind


def copy_earlier(*, earlier: Submission, call: Call, language: str, at: dt.datetime) -> Copied:
    """Begin a file of this call with what the earlier one holds. Whoever calls has seen the secret of the earlier file.

    An answer is taken over when the new form asks the same question (code and type) and accepts it; a document with its date and fingerprint.
    Consents are never copied. The earlier file stays as it is.

    Raises:
        NoRoom: when the disk does not take the documents; no file is begun then.
    """
    with copying() as copies:
        draft, code = start_draft(call=call, language=language, filled_by=earlier.filled_by, at=at)
        copied = Copied(draft, code)
        _copy(earlier, copied, copies, language, at)
    return copied


def _copy(earlier: Submission, copied: Copied, copies: Copies, language: str, at: dt.datetime) -> None:
    draft = copied.draft
    definition, before = definition_of(draft.form_version), definition_of(earlier.form_version)
    hers = {question.key: earlier.everything[question.key] for question in before.questions() if _had(question, earlier.everything)}
    kept: dict[str, object] = {}
    for step in definition.steps:
        given = dict(same_answers(step=step, before=before, answers=hers))
        _copy_documents(step, given, earlier, copied, copies, at)
        answers = _valid(step, given, kept, draft, language)
        if answers:
            DraftStep.objects.create(draft=draft, step=step.key, **parted(definition, answers), updated_at=at)
        kept |= answers
    copied.answers = len(kept)
    copied.left = [question.label for question in before.questions() if _had(question, earlier.everything) and question.key not in kept]


def is_expired(upload: Upload, question: Question, at: dt.datetime) -> bool:
    """Whether a document is older than its question allows (``valid_months``)."""
    return bool(question.valid_months) and _months_later(upload.created_at, question.valid_months) <= at


def _months_later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day of a later month; its last one where the month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def _had(question: Question, answers: Mapping[str, object]) -> bool:
    return question.type not in _NEVER and answers.get(question.key) not in (None, "", [])


def _valid(step: Step, given: dict[str, object], kept: Mapping[str, object], draft: Draft, language: str) -> dict[str, object]:
    """The answers this step's form accepts; the others she gives anew."""
    if not given or not step.shown(kept):
        return {}
    uploads = as_answers(documents_of(draft=draft)) if any(question.type == "file" for question in step.questions) else {}
    form = build_step_form(step, language=language, answers=kept, uploads=uploads)(data=given, stored=True)
    form.is_valid()
    return {key: value for key, value in form.answers().items() if key in given}


def _copy_documents(step: Step, given: dict[str, Any], earlier: Submission, copied: Copied, copies: Copies, at: dt.datetime) -> None:
    for question in step.questions:
        wanted = given.pop(question.key, None) if question.type == "file" else None
        if not wanted or not earlier.draft_id:
            continue
        found = Upload.objects.filter(draft=earlier.draft_id, public_id__in=wanted).exclude(scan=Upload.Scan.INFECTED)
        made = [copy for upload in found if _accepted(upload, question) and (copy := copies.of(upload, to=copied.draft))][: question.max_files]
        if not made:
            continue
        given[question.key] = [one.public_id for one in made]
        copied.documents += made
        copied.expired += [one for one in made if is_expired(one, question, at)]
        if question.annex:
            put_together(draft=copied.draft, question=question.key, at=at)


def _accepted(upload: Upload, question: Question) -> bool:
    return not question.accept or _KINDS.get(upload.media_type, "office") in question.accept
