"""What the portal holds of one person, as far as it can be found: by reference, telephone, card, e-mail.

Several women may share a telephone: the officer chooses which of what was found is meant. Nothing of a sealed call is found before its
opening act, unless it was given up and has none (decision 721).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.db.models import Q, QuerySet

from forms_app.applications.codes import person_keys
from forms_app.applications.messages import dedupes_of
from forms_app.applications.models import Draft, DraftStep, Status, Submission
from forms_app.applications.reach import ADDRESSES, addresses_among
from forms_app.applications.services.reminders import dedupes_of as dedupes_of_draft
from forms_app.calls.models import Call, CallSubscription, Clarification
from forms_app.calls.services.clarifications import waiting_at
from forms_app.calls.services.subscriptions import followed_from
from forms_app.engine.definition import definition_of
from forms_app.engine.models import FormVersion
from portal.core.encrypted import each_that_opens
from portal.core.models import OutboxMessage
from portal.core.outbox import messages_known_as, messages_to

#: Files and drafts shown of one look-up; whoever finds more says more.
MOST = 100
_NUMBERS = ("cin", "ice")
_TELLING = frozenset({*ADDRESSES, *_NUMBERS})


@dataclass(frozen=True)
class Sought:
    """What was typed, cleaned: each may be empty, one is not."""

    reference: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""

    @property
    def addresses(self) -> list[str]:
        """Where messages may have gone."""
        return [address for address in (self.phone, self.email) if address]


@dataclass
class Person:
    """What was found, or what was chosen of it."""

    files: list[Submission] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    subscriptions: list[CallSubscription] = field(default_factory=list)
    questions: list[Clarification] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.drafts or self.subscriptions or self.questions)

    def keys(self) -> dict[str, list[int]]:
        """Numbers of the rows, by kind; :func:`chosen` reads them again."""
        return {name: [row.pk for row in getattr(self, name)] for name in ("files", "drafts", "subscriptions", "questions")}


def files() -> QuerySet[Submission]:
    """The files an officer may find: not erased, and of no sealed call that is to be opened."""
    return Submission.objects.findable().exclude(status=Status.ERASED).select_related("call", "form_version", "draft").defer("sealed")


def drafts() -> QuerySet[Draft]:
    """The drafts an officer may find: never sent, and of no sealed call that is to be opened. What was sent is a file, its draft part of it."""
    return Draft.objects.filter(submission=None).exclude(call__in=Call.objects.to_be_opened()).select_related("call", "form_version")


def find(sought: Sought) -> Person:
    """Everything that may be hers."""
    found = _files(sought)
    keys = {file.person_key for file in found if file.person_key and file.reference == sought.reference}
    keys |= set(person_keys(sought.number)) if sought.number else set()
    if keys:
        known = {file.pk for file in found}
        found += list(files().filter(person_key__in=keys).exclude(pk__in=known).order_by("-submitted_at")[:MOST])
    return Person(
        files=found[:MOST],
        drafts=_drafts(set(sought.addresses), keys),
        subscriptions=[row for address in sought.addresses for row in followed_from(to=address).select_related("call", "region", "programme")],
        questions=[row for address in sought.addresses for row in waiting_at(to=address)],
    )


def erased_before(reference: str) -> Submission | None:
    """The file of this reference, if its data were erased already."""
    return Submission.objects.findable().filter(reference=reference, status=Status.ERASED).first() if reference else None


def chosen(keys: Mapping[str, Iterable[int]]) -> Person:
    """What was chosen, as it stands now; what is gone meanwhile is left out."""
    return Person(
        files=list(files().filter(pk__in=keys.get("files", ())).order_by("submitted_at")),
        drafts=list(drafts().filter(pk__in=keys.get("drafts", ())).order_by("created_at")),
        subscriptions=list(CallSubscription.objects.filter(pk__in=keys.get("subscriptions", ()), ended_at=None).select_related("call", "region", "programme")),
        questions=list(Clarification.objects.filter(pk__in=keys.get("questions", ())).exclude(channel="").select_related("call")),
    )


def messages_of(file: Submission | None = None, *, draft: Draft | None = None) -> QuerySet[OutboxMessage]:
    """The messages about a file, or about a draft, whoever else shares the telephone."""
    return messages_known_as(dedupes=dedupes_of(file) if file else dedupes_of_draft(cast("Draft", draft))).order_by("created_at")


def messages_elsewhere(sought: Sought) -> int:
    """How many messages went to what was typed in all: they may be several women's."""
    return sum(messages_to(to=address).count() for address in sought.addresses)


def _files(sought: Sought) -> list[Submission]:
    condition = Q(pk__in=[])
    if sought.reference:
        condition |= Q(reference=sought.reference)
    if sought.phone:
        condition |= Q(phone=sought.phone) | Q(helper_phone=sought.phone)
    if sought.email:
        condition |= Q(email=sought.email)
    return list(files().filter(condition).order_by("-submitted_at")[:MOST])


def _drafts(addresses: set[str], keys: set[str]) -> list[Draft]:
    """Drafts that give one of these addresses or identity numbers. They are encrypted: the steps that ask for them are read one by one."""
    if not addresses and not keys:
        return []
    hits = {step.draft_id for step, given in _telling_steps() if _is_hers(given, addresses, keys)}
    return list(drafts().filter(pk__in=hits).order_by("-created_at")[:MOST])


def _telling_steps() -> Iterator[tuple[DraftStep, dict[str, object]]]:
    """Every saved step of an unsent draft that asks where somebody is reached or who she is, with those answers by standard field."""
    versions = FormVersion.objects.filter(pk__in=drafts().order_by().values("form_version"))
    asked: dict[int, dict[str, str]] = {}
    steps: set[str] = set()
    for version in versions:
        telling = [(step.key, question) for step in definition_of(version).steps for question in step.questions if question.standard in _TELLING]
        asked[version.pk] = {question.key: question.standard for _step, question in telling}
        steps |= {step for step, _question in telling}
    rows = DraftStep.objects.filter(draft__in=drafts().order_by().values("pk"), step__in=steps).select_related("draft").defer("typed").order_by("pk")
    for row in each_that_opens(rows):
        standard = asked[row.draft.form_version_id]
        yield row, {standard[key]: answer for key, answer in row.everything.items() if key in standard and answer}


def _is_hers(given: Mapping[str, object], addresses: set[str], keys: set[str]) -> bool:
    numbers = (str(given[name]) for name in _NUMBERS if given.get(name))
    return not addresses.isdisjoint(addresses_among(given)) or any(not keys.isdisjoint(person_keys(number)) for number in numbers)
