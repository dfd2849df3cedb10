"""Starting from an earlier file: answers to the same questions, and documents, copied into a new draft of another call. Decision 532."""

import datetime as dt
import uuid
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from forms_app.applications.codes import carried_code, new_resume_code, resume_hashes
from forms_app.applications.models import Draft, DraftStep, Status, Submission, Upload
from forms_app.calls.models import Call
from forms_app.engine.definition import Question, Step, definition_of, parted
from forms_app.engine.step_forms import build_step_form
from portal.core.translated import TranslatedText

from .annexes import put_together, sent_turns
from .copying import Copies, copying, same_answers
from .drafts import by_question, saved_answers, start_draft
from .uploads import as_answers, documents_of

#: Given anew for each file, or no answer at all.
_NEVER = frozenset({"consent", "information"})
_KINDS = {"image/jpeg": "image", "application/pdf": "pdf"}


@dataclass(frozen=True)
class Copied:
    """A draft begun from an earlier file: its code, how many answers it took over, what was left behind, and which documents are too old."""

    draft: Draft
    code: str
    answers: int
    left: list[TranslatedText]
    documents: list[Upload]
    expired: list[Upload]


def may_copy(*, earlier: Submission, call: Call) -> bool:
    """Only between calls of one kind: a body's file never becomes a woman's, nor the other way round."""
    return earlier.status != Status.ERASED and earlier.call.kind == call.kind


def copy_earlier(*, earlier: Submission, call: Call, language: str, at: dt.datetime, once: str = "") -> Copied:
    """Begin a file of this call with what the earlier one holds. Whoever calls has seen the secret of the earlier file.

    An answer is taken over when the new form asks the same question (code and type) and accepts it; a document with its date and fingerprint.
    Consents are never copied. The earlier file stays as it is. ``once``: random, of the page that asks; its button pressed twice begins one
    file, with one code.

    Raises:
        NoRoom: when the disk does not take the documents; no file is begun then.
    """
    with copying() as copies:
        list(Submission.objects.select_for_update(of=("self",), no_key=True).filter(pk=earlier.pk).only("pk"))
        draft, code, key = _turn(earlier, call, once)
        if draft is None:
            draft, code = start_draft(call=call, language=language, filled_by=earlier.filled_by, at=at, code=code, idempotency_key=key)
            _copy(earlier, draft, copies, language, at)
        return _told(earlier, draft, code, at)


def _turn(earlier: Submission, call: Call, once: str) -> tuple[Draft | None, str, uuid.UUID]:
    """The file that the same page began, if it is still hers to fill in; the resume code and the sending key of that one or of a new one."""
    code, key = carried_code(resume_code=once, to=f"{earlier.reference}:{call.pk}"), uuid.uuid5(earlier.idempotency_key, f"{call.pk}:{once}")
    before = Draft.objects.select_related("call", "form_version").filter(idempotency_key=key).first()
    sent = Submission.objects.filter(idempotency_key=key).exists()
    if before and not sent and before.resume_hash in resume_hashes(code):
        return before, code, key
    return (None, new_resume_code(), uuid.uuid4()) if before or sent or not once else (None, code, key)


def _copy(earlier: Submission, draft: Draft, copies: Copies, language: str, at: dt.datetime) -> None:
    definition, before = definition_of(draft.form_version), definition_of(earlier.form_version)
    hers = _given(earlier)
    kept: dict[str, object] = {}
    for step in definition.steps:
        given = dict(same_answers(step=step, before=before, answers=hers))
        _copy_documents(step, given, earlier, draft, copies, at)
        answers = _valid(step, given, kept, draft, language)
        if answers:
            DraftStep.objects.create(draft=draft, step=step.key, **parted(definition, answers), updated_at=at)
        kept |= answers


def _given(earlier: Submission) -> dict[str, object]:
    answers = earlier.everything
    return {question.key: answers[question.key] for question in definition_of(earlier.form_version).questions() if _had(question, answers)}


def _told(earlier: Submission, draft: Draft, code: str, at: dt.datetime) -> Copied:
    """What the new file holds, and what stayed behind."""
    definition, hers, kept = definition_of(draft.form_version), _given(earlier), by_question(saved_answers(draft=draft))
    documents = [one for uploads in documents_of(draft=draft).values() for one in uploads]
    asked = {question.key: question for question in definition.questions()}
    return Copied(
        draft,
        code,
        answers=len(kept),
        left=[question.label for question in definition_of(earlier.form_version).questions() if question.key in hers and question.key not in kept],
        documents=documents,
        expired=[one for one in documents if is_expired(one, asked[one.question], at)],
    )


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


def _copy_documents(step: Step, given: dict[str, Any], earlier: Submission, draft: Draft, copies: Copies, at: dt.datetime) -> None:
    for question in step.questions:
        wanted = given.pop(question.key, None) if question.type == "file" else None
        if not wanted or not earlier.draft_id:
            continue
        as_sent = (upload for upload in _as_sent(earlier, question, wanted) if _accepted(upload, question))
        made = list(islice((copy for upload in as_sent if (copy := copies.of(upload, to=draft))), question.max_files))
        if not made:
            continue
        given[question.key] = [one.public_id for one in made]
        if question.annex:
            put_together(draft=draft, question=question.key, at=at)


def _as_sent(earlier: Submission, question: Question, codes: Sequence[str]) -> Iterator[Upload]:
    """The documents of a question in the order, and turned as, they were sent, whatever a correction that was not sent has changed."""
    known = {upload.public_id: upload for upload in Upload.objects.filter(draft=earlier.draft_id).exclude(scan=Upload.Scan.INFECTED)}
    turns = sent_turns(draft=earlier.draft, question=question.key, sent=codes) if earlier.draft else {}
    for position, code in enumerate(codes):
        if code in known:
            known[code].position, known[code].turn = position, turns.get(code, known[code].turn)
            yield known[code]


def _accepted(upload: Upload, question: Question) -> bool:
    return not question.accept or _KINDS.get(upload.media_type, "office") in question.accept
