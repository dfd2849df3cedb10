"""Sending a file: once, whole, in time, with a reference; and again, corrected, under the same one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.db import connection, transaction
from django.db.models import Field

from forms_app.applications.codes import make_reference, person_key, person_keys, secret_hash, tracking_secret
from forms_app.applications.messages import received_key, tell
from forms_app.applications.models import Draft, ReferenceCounter, Status, Submission, SubmissionAct, SubmissionVersion, Upload
from forms_app.applications.models.standard import StandardAnswers
from forms_app.applications.register.salts import new_salt
from forms_app.applications.standard_columns import MESSAGES, columns, take_identity
from forms_app.calls.fingerprint import call_fingerprint
from forms_app.calls.models import Call
from forms_app.engine.definition import Definition, Question, definition_of, parted
from forms_app.engine.places import find_commune
from forms_app.engine.rechecking import recheck
from portal.core.audit import record_act
from portal.core.fingerprints import fingerprint
from portal.core.upstream.prepared import Prepared
from regions.models import Centre

from .annexes import content_of, note_sent
from .consent import consent_given
from .drafts import saved_answers
from .drawn import drawn_row, drawn_sequence
from .elsewhere import lies_outside
from .reminders import take_back
from .twins import files_of, hold_counter, leave_alone
from .uploads import as_answers, documents_of
from .window import may_send

_COUNTERS = ReferenceCounter._meta.db_table
#: One statement instead of two, and of four for a call's first file; PostgreSQL and SQLite say it alike.
_NEXT_NUMBER = (
    f"INSERT INTO {_COUNTERS} (call_id, last) VALUES (%s, 1) "  # noqa: S608 - our own table
    f"ON CONFLICT (call_id) DO UPDATE SET last = {_COUNTERS}.last + 1 RETURNING last"
)
#: What the line of a version in the public register is made of.
_PROVEN = ("answers_sha256", "call_sha256", "documents_sha256", "consent_sha256", "salt")
#: The columns that answers fill: one taken back must not stay in any of them.
_TYPED = cast(
    "list[Field]", [Submission._meta.get_field(field.name) for field in (*StandardAnswers._meta.get_fields(), Submission._meta.get_field("name_key"))]
)


_LOCKED = Prepared(
    lambda draft: (
        Draft.objects.select_for_update(of=("self",)).select_related("call", "form_version").defer("form_version__definition").filter(pk=draft).order_by()
    ),
    like=-1,
)
_SENT = Prepared(lambda draft: Submission.objects.select_for_update(of=("self",), no_key=True).filter(draft_id=draft).order_by(), like=-1)


class CallNotOpen(Exception):
    """The application arrived before the opening or after the closing minute."""


class IncompleteDraft(Exception):
    """Some steps lack an answer; ``steps`` are their codes."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


class OutsideTerritory(Exception):
    """The call is for other provinces than hers."""


@transaction.atomic
def submit_draft(*, draft: Draft, resume_code: str, language: str, at: dt.datetime) -> Submission:
    """Send a draft. Sending it again, at once or later, gives the same submission and the same reference.

    A draft reopened for correction becomes the next version of its submission. ``at`` is the time of arrival, which decides
    whether it is in time.

    Raises:
        CallNotOpen: when ``at`` is outside the call's dates, or after the time given to complete the file.
        IncompleteDraft: when an answer is missing or no longer valid.
        OutsideTerritory: when the call does not cover where she lives.
        Draft.DoesNotExist: when it was erased meanwhile.
    """
    locked = _LOCKED.first(draft.pk)
    if locked is None:
        raise Draft.DoesNotExist
    if locked.reopened_at:
        hold_counter(call=locked.call_id)
    sent = _SENT.first(locked.pk)  # once the draft is locked: whoever sent it a moment ago is seen, and whoever decides on it waits
    if sent and not locked.reopened_at:
        return sent
    if sent:
        sent.call = locked.call
    if not may_send(draft=locked, submission=sent, at=at):
        raise CallNotOpen
    whole = _whole(locked, language, sent)
    note_sent(draft=locked, pages=whole.annexes, at=at)
    return _again(sent, locked, whole, at) if sent else _first(locked, whole, resume_code, language, at)


@dataclass(frozen=True)
class _Whole:
    """A draft found complete: what is stored of it."""

    columns: dict[str, object]
    number: str
    annexes: dict[str, list[Upload]]

    @property
    def keys(self) -> list[str]:
        return person_keys(self.number) if self.number else []


def _whole(draft: Draft, language: str, sent: Submission | None) -> _Whole:
    definition = definition_of(draft.form_version)
    documents = documents_of(draft=draft, definition=definition)
    answers, incomplete = recheck(definition, answers=saved_answers(draft=draft), language=language, uploads=as_answers(documents))
    if incomplete:
        raise IncompleteDraft(incomplete)
    return _stored(draft, answers, documents, language, sent)


def _stored(draft: Draft, answers: Mapping[str, object], documents: Mapping[str, list[Upload]], language: str, sent: Submission | None) -> _Whole:
    definition = definition_of(draft.form_version)
    values = columns(definition, answers)
    commune = find_commune(str(values.pop("commune", "")))
    if commune and lies_outside(call=draft.call_id, place=commune, sent=sent):
        raise OutsideTerritory
    seat = find_commune(str(values.pop("headquarters", "")))  # a body may have its seat anywhere
    commune = commune or seat
    number = take_identity(values)
    centre = values.pop("centre_code", "")
    consent = consent_given(definition, answers=answers, language=language)
    values |= {
        "commune": commune,
        "province": commune.province if commune else None,
        "region": commune.province.region if commune else None,
        "centre": Centre.objects.filter(code=centre).first() if centre else None,
        "person_key": person_key(number) if number else "",
        "consent": consent,
        "consent_sha256": consent.get("sha256", ""),
        "call_sha256": call_fingerprint(draft.call),
        "documents_sha256": _fingerprint_of_documents(definition, answers, documents),
        "answers_sha256": fingerprint(answers),
        **parted(definition, answers),
    }
    values.setdefault("filled_by", draft.filled_by)
    values.setdefault(MESSAGES, False)
    annexes = {key: uploads for key, uploads in documents.items() if key in answers and cast("Question", definition.question(key)).annex}
    return _Whole(values, number, annexes)


def _first(draft: Draft, whole: _Whole, resume_code: str, language: str, at: dt.datetime) -> Submission:
    sealed = draft.call.sealed
    reference = make_reference(call_number=draft.call.number, sequence=drawn_sequence(call=draft.call) if sealed else _next_number(draft.call))
    secret = tracking_secret(draft_id=draft.public_id, resume_code=resume_code)
    submission = Submission.objects.create(
        pk=drawn_row() if sealed else None,
        reference=reference,
        call=draft.call,
        form_version=draft.form_version,
        draft=draft,
        idempotency_key=draft.idempotency_key,
        secret_hash=secret_hash(reference=reference, secret=secret),
        language=language,
        salt=new_salt(),
        submitted_at=at,
        synthetic=draft.call.sample,
        possible_duplicate=_flag_twins(draft.call, whole),
        **whole.columns,
    )
    _note(submission, SubmissionAct.Kind.RECEIVED, at)
    take_back(draft=draft, at=at)
    tell(submission=submission, purpose="received", dedupe=received_key(submission.pk, 1))
    return submission


def _flag_twins(call: Call, whole: _Whole, *, but: int = 0) -> bool:
    """Whether the same person already sent a file to this call; those files are flagged too, and all are kept (DESIGN section 5).

    Called once the call's counter is locked, so that two files sent at the same moment see each other.
    """
    return bool(whole.keys) and files_of(call=call.pk, keys=whole.keys, but=but).update(possible_duplicate=True) > 0


def _flag_again(sent: Submission, whole: _Whole) -> bool:
    """The same for a card number that was corrected. A file left alone with the number that was there before is no duplicate any more."""
    if sent.person_key and sent.person_key not in whole.keys:
        leave_alone(submission=sent)
    return _flag_twins(sent.call, whole, but=sent.pk)


def _again(sent: Submission, draft: Draft, whole: _Whole, at: dt.datetime) -> Submission:
    """The next version: the one before is kept apart, the reference stays."""
    SubmissionVersion.objects.create(
        submission=sent,
        number=sent.version,
        answers=sent.answers,
        sealed=sent.sealed,
        **{name: getattr(sent, name) for name in _PROVEN},
        sent_at=sent.resubmitted_at or sent.submitted_at,
    )
    completed = sent.status == Status.TO_COMPLETE
    sent.possible_duplicate = _flag_again(sent, whole)
    cleared = {field.attname: field.get_default() for field in _TYPED}
    for name, value in (cleared | whole.columns).items():
        setattr(sent, name, value)
    sent.version += 1
    sent.salt = new_salt()
    sent.resubmitted_at = at
    sent.status = Status.RECEIVED
    sent.save()
    Draft.objects.filter(pk=draft.pk).update(reopened_at=None)
    _note(sent, SubmissionAct.Kind.COMPLETED if completed else SubmissionAct.Kind.SENT_AGAIN, at)
    tell(submission=sent, purpose="received", dedupe=received_key(sent.pk, sent.version))
    return sent


def _note(submission: Submission, kind: str, at: dt.datetime) -> None:
    SubmissionAct.objects.create(submission=submission, kind=kind, status=submission.status, at=at)
    record_act(act=f"submission.{kind}", of=submission, at=at, reference=submission.reference, version=submission.version)


def _next_number(call: Call) -> int:
    """The next number of the call. The row stays locked until the submission is stored, so no number is lost."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [call.pk])
        return cursor.fetchone()[0]


def _fingerprint_of_documents(definition: Definition, answers: Mapping[str, object], documents: Mapping[str, list[Upload]]) -> str:
    """SHA-256 of the list of documents in the form's order: code, fingerprint and, of a page of an annex, how it is turned."""
    listed: list[list] = []
    for question in definition.questions():
        if question.type == "file" and question.key in answers:
            content = content_of(documents[question.key])
            listed += content if question.annex else [entry[:2] for entry in content]
    return fingerprint(listed)
