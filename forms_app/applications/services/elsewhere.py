"""A woman who lives outside a call: the calls that are hers, with her answers carried over."""

import datetime as dt
import uuid
from collections.abc import Mapping
from itertools import count

from forms_app.applications.codes import carried_code, resume_hashes
from forms_app.applications.models import Draft, DraftStep, Status, Submission, Upload
from forms_app.calls.models import Call
from forms_app.calls.services import open_calls_for
from forms_app.engine.definition import Definition, Step, definition_of, parted
from forms_app.engine.places import find_commune
from portal.core.upstream.prepared import Prepared
from regions.models import Commune, Province

from .annexes import put_together
from .copying import Copies, copying, same_answers
from .drafts import by_question, saved_answers, saved_steps, start_draft
from .uploads import documents_of


def commune_code(*, draft: Draft, answers: Mapping[str, object] | None = None) -> str:
    """Code of the commune she gave; empty when she was not asked or has not answered. ``answers`` by question, where they were read already."""
    given = answers if answers is not None else by_question(saved_answers(draft=draft))
    bound = (question.key for question in definition_of(draft.form_version).questions() if question.standard == "commune")
    return next((str(given[key]) for key in bound if given.get(key)), "")


def is_outside(*, draft: Draft, commune: str) -> bool:
    """Whether the call does not cover this commune."""
    place = find_commune(commune) if commune else None
    return place is not None and lies_outside(call=draft.call_id, place=place, sent=getattr(draft, "submission", None))


def lies_outside(*, call: int, place: Commune, sent: Submission | None) -> bool:
    """Whether the call with this key does not cover a place. The one with which a file was sent was covered then, and stays so."""
    return place.pk != (sent and sent.commune_id) and not covers(call=call, place=place)


def covers(*, call: int, place: Commune) -> bool:
    """Whether somebody living in this commune may answer the call with this key."""
    return _COVERING.first(call, place.province.region_id, place.province_id) is not None


def _somewhere(region: int, province: int) -> Commune:
    return Commune(province=Province(pk=province, region_id=region))


#: Asked for on the check page and at sending: compiling its four parts cost 1.7 ms.
_COVERING = Prepared(
    lambda call, region, province: Call.objects.covering(_somewhere(region, province)).filter(pk=call).only("pk").order_by(), like=(-1, -2, -3)
)


def calls_of_hers(*, draft: Draft, commune: str, at: dt.datetime) -> list[Call]:
    """Open calls of the same kind that cover this commune and are answered here."""
    place = find_commune(commune) if commune else None
    if place is None:
        return []
    return [call for call in open_calls_for(commune=place, at=at) if call.kind == draft.call.kind and call.form_key and call.pk != draft.call_id]


def carry_over(*, draft: Draft, resume_code: str, to: Call, at: dt.datetime) -> tuple[Draft, str]:
    """Begin a file of another call with the answers and documents of this one. Returns it with its resume code.

    Asked twice, by a button pressed twice, it is the same file with the same code, so that no second one lies there which nobody can open.
    One that was handed over, withdrawn or erased since gives way to another. What the other call's form does not ask is left behind;
    every answer is checked again on the way. The first draft stays as it was, with its documents, until it expires.

    Raises:
        NoRoom: when the disk does not take the documents; there is no second file then.
    """
    with copying() as copies:
        Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        before, code, key = _turn(draft, resume_code, to)
        if before:
            return before, code
        new, code = start_draft(call=to, language=draft.language, filled_by=draft.filled_by, at=at, code=code, idempotency_key=key)
        _carry(draft, new, copies, at)
    return new, code


def _carry(draft: Draft, new: Draft, copies: Copies, at: dt.datetime) -> None:
    """Write into the new file what its form asks of what was answered, typed and joined in the other."""
    rows = saved_steps(draft=draft)
    given = by_question({name: row.everything for name, row in rows.items()})
    before, there, documents = definition_of(draft.form_version), definition_of(new.form_version), documents_of(draft=draft)
    for step in there.steps:
        joined = _copy_documents(step, documents, new, copies, at)
        answers = {key: joined.get(key, value) for key, value in _asked_alike(step, before, given).items()}
        typed = rows[step.key].typed if step.key in rows else {}
        if answers or typed:
            DraftStep.objects.create(draft=new, step=step.key, **parted(there, answers), typed=typed, version=int(bool(answers)), updated_at=at)


def _turn(draft: Draft, resume_code: str, to: Call) -> tuple[Draft | None, str, uuid.UUID]:
    """The file carried over before, if it is still hers; the resume code, and the sending key, of that one or of the next."""
    for turn in count():
        name = f"{to.pk}:{turn}" if turn else f"{to.pk}"
        code, key = carried_code(resume_code=resume_code, to=name), _key(draft, name)
        before = Draft.objects.select_related("call", "submission").filter(idempotency_key=key).first()
        if before and _is_hers(before, code):
            return before, code, key
        if before is None and not Submission.objects.filter(idempotency_key=key).exists():
            break
    return None, code, key


def _key(draft: Draft, name: str) -> uuid.UUID:
    """The sending key of what is carried over from a draft: to one call, once or again."""
    return uuid.uuid5(draft.idempotency_key, name)


def was_carried_over(*, draft: Draft, commune: str) -> bool:
    """Whether a file of another call was begun with what is in this one, which cannot be sent: she lives outside its call."""
    if not is_outside(draft=draft, commune=commune):
        return False
    others = Call.objects.filter(kind=draft.call.kind).values_list("pk", flat=True)
    keys = [_key(draft, f"{call}") for call in others]
    return any(model.objects.filter(idempotency_key__in=keys).exists() for model in (Draft, Submission))


def _is_hers(carried: Draft, code: str) -> bool:
    """Whether her code still opens the draft, and what was sent from it was not withdrawn."""
    sent: Submission | None = getattr(carried, "submission", None)
    return carried.resume_hash in resume_hashes(code) and not (sent and sent.status == Status.WITHDRAWN)


def _asked_alike(step: Step, before: Definition, given: Mapping[str, object]) -> dict[str, object]:
    """The answers to what this step asks too. To a consent in other words she has not agreed."""
    alike = dict(same_answers(step=step, before=before, answers=given))
    for question in step.questions:
        was = before.question(question.key) if question.type == "consent" else None
        if was and (was.label, was.hint, was.text) != (question.label, question.hint, question.text):
            alike.pop(question.key, None)
    return alike


def _copy_documents(step: Step, documents: Mapping[str, list[Upload]], new: Draft, copies: Copies, at: dt.datetime) -> dict[str, list[str]]:
    """Copy the documents that a step asks for; their new codes, by question."""
    joined: dict[str, list[str]] = {}
    for question in step.questions:
        if question.type != "file":
            continue
        kept = [one for one in documents.get(question.key, ()) if one.scan != Upload.Scan.INFECTED]
        made = [copy for upload in kept if (copy := copies.of(upload, to=new))]
        joined[question.key] = [one.public_id for one in made]
        if made and question.annex:
            put_together(draft=new, question=question.key, at=at)
    return joined
