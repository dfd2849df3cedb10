"""Erasing: one way in, for who asks for it, for who does it herself, and for what is kept too long. Decision 720.

What no key opens any more is erased unread.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile

from forms_app.applications.kept import emptied
from forms_app.applications.messages import dedupes_of
from forms_app.applications.models import Draft, DraftStep, Erasure, PreparedOutcome, Status, Submission, SubmissionAct, SubmissionVersion, TrackingCode
from forms_app.applications.reach import addresses_among
from forms_app.calls.models import CallSubscription, Clarification
from forms_app.calls.services.clarifications import forget_question
from forms_app.calls.services.subscriptions import end_subscription, followed_from
from forms_app.engine.definition import definition_of
from forms_app.engine.models import FormVersion
from portal.core.audit import record_act
from portal.core.crypt import CannotDecrypt
from portal.core.outbox import forget_address, forget_messages, messages_known_as

from .copies import forget_copies
from .erasures import note_erasure
from .remainder import count_remainder
from .reminders import dedupes_of as dedupes_of_draft
from .reminders import over
from .twins import hold_counter, leave_alone

#: Drafts looked at together by the clock; each is erased in a transaction of its own.
_BATCH = 500


def draft_ident(draft: Draft) -> str:
    """How an erasure names a draft: a digest of its public code, which is random and opens nothing by itself."""
    return hashlib.sha256(draft.public_id.encode()).hexdigest()


@transaction.atomic
def erase_file(*, submission: Submission, reason: str, at: dt.datetime, by: User | None = None, among: QuerySet[Submission] | None = None) -> bool:
    """Erase all that a file holds of a person: answers, documents, draft, links, codes, messages. Twice is once: then it is false.

    What stays is in :mod:`forms_app.applications.kept`. The draft is locked first, as by a sending: whoever edits it in another tab
    finds it gone. Bytes of documents go after the commit. ``among``: only if it is still one of these, once it is locked.
    """
    draft = Draft.objects.select_for_update(of=("self",)).filter(submission=submission.pk).first()
    hold_counter(call=submission.call_id)
    file = Submission.objects.select_for_update(of=("self",)).select_related("call", "form_version").defer("sealed").get(pk=submission.pk)
    if file.status == Status.ERASED or (among is not None and not among.filter(pk=file.pk).exists()):
        return False
    if reason == Erasure.Reason.RETENTION and not file.synthetic:
        count_remainder(file)
    leave_alone(submission=file)
    _forget_messages(file, draft)
    TrackingCode.objects.filter(submission=file).delete()
    PreparedOutcome.objects.filter(submission=file).delete()
    SubmissionVersion.objects.filter(submission=file).update(**emptied(SubmissionVersion))
    SubmissionAct.objects.filter(submission=file).update(**emptied(SubmissionAct))
    for name, value in emptied(Submission).items():
        setattr(file, name, value)
    file.erased_from, file.status = file.status, Status.ERASED
    file.save()
    if draft:  # named by itself too: in a backup, or a copy for her, of before the sending there is no file yet
        note_erasure(kind=Erasure.What.DRAFT, ident=draft_ident(draft), reason=reason, at=at)
        forget_copies(holding=draft_ident(draft))
    places = _remove(draft) if draft else []
    SubmissionAct.objects.create(submission=file, kind=SubmissionAct.Kind.ERASED, status=Status.ERASED, at=at, by=by, reason=reason)
    record_act(act="submission.erased", of=file, by=by, at=at, reference=file.reference, reason=str(reason))
    note_erasure(kind=Erasure.What.FILE, ident=file.reference, reason=reason, at=at, places=places)
    forget_copies(holding=file.reference)
    submission.refresh_from_db()
    return True


@transaction.atomic
def erase_draft(*, draft: Draft, reason: str, at: dt.datetime, by: User | None = None, among: QuerySet[Draft] | None = None) -> bool:
    """Erase a draft that was never sent, with its documents and links. False when it is gone, or was sent meanwhile.

    ``among``: only if it is still one of these, once it is locked. By the clock it leaves no audit entry of its own: its run does.
    """
    unsent = (Draft.objects if among is None else among).filter(submission__isnull=True, pk=draft.pk)
    locked = Draft.objects.select_for_update(of=("self",)).select_related("call", "form_version").filter(pk=draft.pk).first()
    if locked is None or not unsent.exists():
        return False
    forget_messages(messages=messages_known_as(dedupes=dedupes_of_draft(locked)))
    if reason != Erasure.Reason.RETENTION:
        record_act(act="draft.erased", of=locked, by=by, at=at, call=locked.call.number, reason=str(reason))
        _forget_addresses(_given_in(locked.form_version, locked.steps.all()), but=None)
    ident = draft_ident(locked)
    note_erasure(kind=Erasure.What.DRAFT, ident=ident, reason=reason, at=at, places=_remove(locked))
    forget_copies(holding=ident)
    return True


def expire_drafts(*, at: dt.datetime, among: QuerySet[Draft] | None = None) -> int:
    """Erase the drafts that were never sent and whose time is over; how many. Stopped half-way, it goes on where it was."""
    due = over(at=at) if among is None else among
    erased, last = 0, 0
    while pks := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        erased += sum(erase_draft(draft=Draft(pk=pk), reason=Erasure.Reason.RETENTION, at=at, among=due) for pk in pks)
        last = pks[-1]
    return erased


@transaction.atomic
def erase_subscription(*, subscription: CallSubscription, reason: str, at: dt.datetime, by: User | None = None) -> bool:
    """End what an address follows, and forget the address."""
    ended = end_subscription(subscription=subscription, at=at, by=by)
    if ended:
        note_erasure(kind=Erasure.What.SUBSCRIPTION, ident=str(subscription.pk), reason=reason, at=at)
    return ended


@transaction.atomic
def erase_question(*, question: Clarification, reason: str, at: dt.datetime, by: User | None = None) -> bool:
    """Empty the words of a question about a call, and where its asker is to be told. An answer published to all names nobody, and stays."""
    forgotten = forget_question(question=question, at=at, by=by)
    if forgotten:
        note_erasure(kind=Erasure.What.QUESTION, ident=str(question.pk), reason=reason, at=at)
    return forgotten


def _remove(draft: Draft) -> list[str]:
    """Delete a draft with all that hangs on it; where its bytes lie. Annexes are held: one may be kept at this moment."""
    annexes = draft.annexes.select_for_update(of=("self",))
    files: Iterable[FieldFile] = [*(upload.file for upload in draft.uploads.all()), *(annex.file for annex in annexes)]
    places = [file.name for file in files if file.name]
    draft.steps.update(sealed={}, typed={})  # deleting reads every row
    draft.shares.update(label="", typed={})
    draft.delete()
    return places


def _forget_messages(file: Submission, draft: Draft | None) -> None:
    keys = dedupes_of(file) + (dedupes_of_draft(draft) if draft else [])
    forget_messages(messages=messages_known_as(dedupes=keys))
    addresses = addresses_among({name: getattr(file, name) for name in ("phone", "helper_phone", "email")})
    _forget_addresses({*addresses, *_given_in(file.form_version, file.versions.all())}, but=file)


def _given_in(form: FormVersion, rows: QuerySet[DraftStep] | QuerySet[SubmissionVersion]) -> list[str]:
    """Every address among the answers of these rows; where no key opens one of them, among those that are not sealed."""
    try:
        given = [row.everything for row in rows]
    except CannotDecrypt:
        given = list(rows.values_list("answers", flat=True))
    asked = [(question.key, question.standard) for question in definition_of(form).questions() if question.standard]
    return addresses_among(*({standard: answers.get(key) for key, standard in asked} for answers in given))


def _forget_addresses(addresses: Iterable[str], *, but: Submission | None) -> None:
    """Every other message to an address (news of calls), unless somebody else is reached there: several women share a telephone."""
    others = Submission.objects.exclude(status=Status.ERASED)
    if but:
        others = others.exclude(pk=but.pk)
    for address in addresses:
        hers = Q(email=address) if "@" in address else Q(phone=address) | Q(helper_phone=address)
        if not others.filter(hers).exists() and not followed_from(to=address).exists():
            forget_address(to=address)
