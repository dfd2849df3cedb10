"""Drafts by the calendar: a reminder before the call closes, a notice before a draft is erased, and which are to be erased."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy, override

from forms_app.applications.models import Draft, Submission
from forms_app.applications.models.drafts import DraftQuerySet
from forms_app.applications.reach import reach, refused, standard_answers
from forms_app.calls.models import Call
from forms_app.calls.sealing import purpose_of
from portal.core.encrypted import each_that_opens
from portal.core.formats import format_date, format_datetime
from portal.core.models import OutboxMessage
from portal.core.outbox import forget_messages, messages_known_as, queue_message

from .elsewhere import was_carried_over
from .twins import has_sent

#: Days before the closing, and before the erasure.
REMIND_DAYS, NOTICE_DAYS = (2, 7), 14
_LONGEST = dt.timedelta(days=max(REMIND_DAYS))
#: Drafts whose reminders are looked for together.
_BATCH = 100

SUBJECT = gettext_lazy("Your file is not sent yet")
TEXTS = {
    "reminder": gettext_lazy("Your file is saved but not sent. It can be sent until %(date)s. To go on, have your code ready: %(address)s"),
    "expiring": gettext_lazy("A file you saved and did not send will be erased on %(date)s. Until then it opens with your code: %(address)s"),
}


def send_reminders(*, at: dt.datetime) -> dict[str, int]:
    """Queue what is due; asked twice, it queues once. A closing date that was moved is reminded of anew. How many of each kind."""
    counts = dict.fromkeys(TEXTS, 0)
    closing = Q(call__closes_at__gt=at, call__closes_at__lte=at + _LONGEST, call__cancelled_at=None)
    for draft in _each(_unsent().filter(closing)):
        closes_at = cast("dt.datetime", draft.call.closes_at)
        left = closes_at - at
        days = next(days for days in REMIND_DAYS if left <= dt.timedelta(days=days))
        counts["reminder"] += _tell(draft, "reminder", closes_at, _reminder_key(draft.pk, days, closes_at))
    for draft in _each(_unsent().over(at=at + dt.timedelta(days=NOTICE_DAYS)).exclude(pk__in=over(at=at).values("pk"))):
        counts["expiring"] += _tell(draft, "expiring", draft.kept_until, _expiring_key(draft.pk, draft.kept_until))
    return counts


def over(*, at: dt.datetime) -> QuerySet[Draft]:
    """Drafts that were never sent and whose time is over; none within 60 days after its call has closed."""
    return _unsent().over(at=at)


def dedupes_of(draft: Draft) -> list[str]:
    """The keys under which messages about a draft were queued: by whatever day its call closed, or it was kept until, since it was begun.

    Saving it again or extending its call moves those days, and a message keeps the key of its own.
    """
    last = max(draft.kept_until, draft.call.closes_at or draft.kept_until)
    days = [draft.created_at + dt.timedelta(days=number) for number in range((last - draft.created_at).days + 2)]
    reminders = [_reminder_key(draft.pk, left, day) for day in days for left in REMIND_DAYS]
    return [*reminders, *(_expiring_key(draft.pk, day) for day in days)]


def take_back(*, draft: Draft, at: dt.datetime) -> None:
    """The file is sent: what was queued to say that it is not, and waits for the operator or for tomorrow's share, does not leave."""
    if _may_wait(draft.call, at):
        _forget([draft.pk], at)


def take_back_all(*, call: Call, at: dt.datetime) -> None:
    """The call was cancelled or closes on another day: what was queued to remind of the day before, and waits, does not leave."""
    if not _may_wait(call, at):
        return
    drafts, last = _unsent().filter(call=call).order_by("pk").values_list("pk", flat=True), 0
    while some := list(drafts.filter(pk__gt=last)[:_BATCH]):
        _forget(some, at)
        last = some[-1]


def _may_wait(call: Call, at: dt.datetime) -> bool:
    """Whether a reminder can have been due: without a query."""
    return call.extended_from is not None or (call.closes_at is not None and call.closes_at - at <= _LONGEST)


def _forget(drafts: Iterable[int], at: dt.datetime) -> None:
    soon = [at + dt.timedelta(days=number) for number in range(_LONGEST.days + 1)]  # a closing that was moved since may be on any of them
    queued = messages_known_as(dedupes=[_reminder_key(draft, days, day) for draft in drafts for day in soon for days in REMIND_DAYS])
    forget_messages(messages=queued.exclude(state=OutboxMessage.State.SENT))


def _reminder_key(draft: int, days: int, closes_at: dt.datetime) -> str:
    return f"draft-reminder-{draft}-{days}-{closes_at:%Y%m%d}"


def _expiring_key(draft: int, kept_until: dt.datetime) -> str:
    return f"draft-expiring-{draft}-{kept_until:%Y%m%d}"


def _unsent() -> DraftQuerySet:
    return Draft.objects.filter(~Exists(Submission.objects.filter(draft=OuterRef("pk"))))


def _each(drafts: QuerySet[Draft]) -> Iterator[Draft]:
    """Those of real calls, with what a message needs, a few hundred at a time. One that no key of ours opens keeps no other waiting."""
    rows = drafts.filter(call__sample=False).order_by("pk").select_related("call", "form_version").prefetch_related("steps")
    return each_that_opens(rows)


def _tell(draft: Draft, kind: str, until: dt.datetime, dedupe: str) -> int:
    """Queue a message in neutral words to whom she named as reachable; nothing to a helper, nothing if she refused or has another file in its place."""
    channel, to = address_of(draft)
    if not to or _has_another(draft):
        return 0
    with override(draft.language), transaction.atomic():
        said = format_datetime(until) if kind == "reminder" else format_date(until)
        message = queue_message(
            channel=channel,
            to=to,
            subject=str(SUBJECT) if channel == "email" else "",
            body=str(TEXTS[kind]) % {"date": said, "address": f"{settings.WAGTAILADMIN_BASE_URL}/{draft.language}/resume/"},
            language=draft.language,
            purpose=purpose_of(f"draft.{kind}", draft.call),
            dedupe=dedupe,
            expires_at=until,
        )
    return int(message is not None)


def _has_another(draft: Draft) -> bool:
    """Whether she sent another file of the call, or took this one over to the call of her own place."""
    given = standard_answers(draft)
    return has_sent(call=draft.call_id, given=given) or was_carried_over(draft=draft, commune=str(given.get("commune") or ""))


def address_of(draft: Draft) -> tuple[str, str]:
    """Channel and address from the saved answers: her telephone or her family's, else her e-mail; empty without one."""
    given = standard_answers(draft)
    return ("", "") if refused(given) else reach(given)
