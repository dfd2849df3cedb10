"""Whom an act on a call concerns among those who have a file of it. Decision 521.

Who sent a file and agreed to messages; who has a draft and has not refused them. Neither whose file was withdrawn or erased, nor
the made-up files of sample calls.
"""

import datetime as dt
from functools import partial

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from forms_app.calls.concerned import Batch, Concerned, batch_from, register_concerned
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from forms_app.engine.models import FormVersion

from .codes import person_key
from .models import Draft, DraftStep, Status, Submission
from .reach import reach_or_helper, refused, standard_answers
from .standard_columns import IDENTITY, identity_among, name_key

#: Standard fields that say who she is and where she may be written to.
_NEEDED = frozenset({"phone", "phone_owner", "helper_phone", "email", "wants_messages", "full_name", *IDENTITY})
_COLUMNS = ("phone", "phone_owner", "helper_phone", "email", "language", "person_key", "name_key")


def senders(*, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
    """Who had sent a file by then."""
    sent = Submission.objects.filter(call=call, submitted_at__lte=at, wants_messages=True, synthetic=False)
    return batch_from(sent.exclude(status__in=[Status.WITHDRAWN, Status.ERASED]).only(*_COLUMNS), after=after, size=size, read=partial(_sender, call))


def drafters(*, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
    """Who had begun a file by then and has not sent it."""
    drafts = Draft.objects.filter(~Exists(Submission.objects.filter(draft=OuterRef("pk"))), call=call, created_at__lte=at)
    if call.sample:
        drafts = drafts.none()
    whole = drafts.select_related("form_version").defer("form_version__definition").prefetch_related(Prefetch("steps", _steps(call)))
    return batch_from(whole, after=after, size=size, read=partial(_drafter, call))


def _steps(call: Call) -> QuerySet[DraftStep]:
    """Only the steps that ask for what is needed: each is decrypted."""
    versions = FormVersion.objects.filter(pk__in=Draft.objects.filter(call=call).values("form_version")).defer("definition")
    keys = {step.key for version in versions for step in definition_of(version).steps if any(question.standard in _NEEDED for question in step.questions)}
    return DraftStep.objects.filter(step__in=keys).defer("typed")


def _sender(call: Call, submission: Submission) -> Concerned | None:
    given = {name: getattr(submission, name) for name in _COLUMNS}
    return _concerned(given, language=submission.language, person=_person(call, submission.person_key, submission.name_key))


def _drafter(call: Call, draft: Draft) -> Concerned | None:
    given = standard_answers(draft)
    if refused(given):
        return None
    number, name = identity_among(given), name_key(given.get("full_name"))
    return _concerned(given, language=draft.language, person=_person(call, person_key(number) if number else "", name))


def _person(call: Call, key: str, name: str) -> str:
    """Who it is. Two bodies may bear the same number of a receipt: told twice is better than one of them not at all."""
    return f"{key} {name}" if key and call.kind != Call.Kind.PROJECT_HOLDERS else key


def _concerned(given: dict[str, object], *, language: str, person: str) -> Concerned | None:
    channel, to = reach_or_helper(given)
    if not to:
        return None
    hers = [given.get("email"), given.get("phone") if given.get("phone_owner") != "helper" else ""]
    return Concerned(channel=channel, to=to, language=language, person=person, also=tuple(str(address) for address in hers if address and address != to))


def register() -> None:
    """Files are told before those who only follow calls; what was sent, before what was not."""
    register_concerned("applications.senders", senders, order=10)
    register_concerned("applications.drafters", drafters, order=20)
