"""Correcting what a published call says: texts, dates that are no deadlines, documents. The earlier state stays in the history."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct, CallDocument, State
from forms_app.calls.models.reasons import CorrectionReason
from forms_app.calls.papers import checked_paper

from .acting import NotPossible, note_act, under_act
from .keeping import forget_documents
from .publishing import withdraw_proposal
from .results import COUNTS, check_counts
from .snapshot import public_content

#: What a correction may change. The closing date moves by an extension only; where a call holds, by a re-launch.
CORRECTABLE = (
    "title", "summary", "who", "target", "contact", "what_next", "appeal", "source", "questions_until", "decision_by", "received", "preselected", "selected",
)  # fmt: skip
#: Only before a call opens: nobody has answered it yet.
CORRECTABLE_BEFORE_OPENING = ("opens_at", "form_key")


def correctable(*, call: Call, at: dt.datetime) -> tuple[str, ...]:
    """Names of the fields a correction may change now."""
    return (*CORRECTABLE, *CORRECTABLE_BEFORE_OPENING) if call.state_at(at) == State.ANNOUNCED else CORRECTABLE


def correct_call(
    *,
    call: Call,
    values: Mapping[str, object],
    reason: str,
    by: User | None,
    at: dt.datetime,
    text: Mapping[str, str] | None = None,
    seen: str = "",
) -> CallAct:
    """Put right what readers are told; ``values`` by name of field.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: nothing differs, a field that no correction changes, or values that do not fit.
    """
    with under_act(call=call, kind=CallAct.Kind.CORRECTED, by=by, at=at, seen=seen, reason=reason, text=text) as under:
        if not set(values) <= set(correctable(call=under.call, at=at)):
            raise ValidationError(_("A correction cannot change this."), code="not_correctable")
        printed = _counts(under.call)
        for name, value in values.items():
            setattr(under.call, name, value)
        under.call.full_clean()
        if (counts := _counts(under.call)) != printed:  # what a document printed stands as it is, whatever it adds up to
            check_counts(counts)
        if "opens_at" in values and (under.call.opens_at is None or under.call.opens_at <= at):
            raise ValidationError({"opens_at": _("The opening date must be a moment to come.")})
        if public_content(under.call) == under.before:
            raise ValidationError(_("Nothing differs from what the page says."), code="unchanged")
    return under.act


def _counts(call: Call) -> dict[str, int | None]:
    return {name: getattr(call, name) for name in COUNTS}


@transaction.atomic
def note_translation(*, call: Call, at: dt.datetime) -> CallAct:
    """The Amazigh announced as to come has come: a version and a line, and nobody is written to."""
    last = call.versions.order_by("-number").first()
    return note_act(
        call=call,
        kind=CallAct.Kind.CORRECTED,
        by=None,
        at=at,
        reason=CorrectionReason.TRANSLATION,
        before=last.content if last else None,
        told_at=at,
    )


def add_document(
    *,
    call: Call,
    kind: str,
    title: Mapping[str, str],
    language: str,
    file: UploadedFile,
    by: User | None,
    at: dt.datetime,
    replaces: CallDocument | None = None,
    reason: str = "",
    text: Mapping[str, str] | None = None,
    seen: str = "",
) -> CallDocument:
    """Put a document on the page, in the place of another one if ``replaces`` says so, which a draft forgets; on a published call that is a correction.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: not a paper we take, damaged or too large; no reason where one is needed.
    """
    paper = checked_paper(file)
    values = {"call": call, "kind": kind, "title": dict(title), "language": language, "replaces": replaces, "added_at": at}
    document = CallDocument(**values, media_type=paper.media_type, size=len(paper.data), sha256=paper.sha256)
    document.position = replaces.position if replaces else (call.documents.aggregate(last=Max("position", default=-1))["last"] + 1)
    document.file.name = "pending"
    document.full_clean(exclude=["file"])

    def put(draft: bool) -> None:
        if replaces:
            _take_away(call, replaces, draft=draft, at=at)
        if draft:
            document.replaces = None
        document.file.save(f"{call.slug}-{language}{paper.extension}", paper.content(), save=False)
        document.save()

    _changing_documents(call, put, by=by, at=at, reason=reason, text=text, seen=seen)
    return document


def remove_document(
    *,
    document: CallDocument,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    text: Mapping[str, str] | None = None,
    seen: str = "",
) -> None:
    """Take a document off the page; it stays in the history of a published call, and a draft forgets it.

    Raises:
        NotPossible: it is gone already, by the table of acts, or because somebody was faster.
        ValidationError: no reason where one is needed.
    """

    def take(draft: bool) -> None:
        _take_away(document.call, document, draft=draft, at=at)

    _changing_documents(document.call, take, by=by, at=at, reason=reason, text=text, seen=seen)


def _take_away(call: Call, document: CallDocument, *, draft: bool, at: dt.datetime) -> None:
    """A draft forgets it; a published call keeps it with its last day.

    Raises:
        NotPossible: it is gone already.
    """
    standing = CallDocument.objects.filter(pk=document.pk, call=call, removed_at=None)
    if not (forget_documents(documents=standing) if draft else standing.update(removed_at=at)):
        raise NotPossible(_("This document was already replaced or removed."))


def _changing_documents(call: Call, change: Callable[[bool], None], **act: Any) -> None:
    """In a draft at once, which takes its proposal back; on a published call as a correction. ``change`` is told whether it is a draft."""
    at = act["at"]
    with transaction.atomic():
        locked = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
        if locked.state_at(at) == State.DRAFT:
            change(True)
            withdraw_proposal(call=locked)
            return
        with under_act(call=locked, kind=CallAct.Kind.CORRECTED, **act):
            change(False)


def on_translation(*, call: Call, **_signal: Any) -> None:
    """Receiver of ``call_translated``."""
    note_translation(call=call, at=timezone.now())
