"""What the staff's screens may not show of the files of a sealed call before its opening act. Decision 534."""

import datetime as dt

from django.db.models import CharField, Min, QuerySet
from django.db.models.functions import Cast

from forms_app.calls.models import Call
from portal.core.models import AuditEntry, OutboxMessage
from portal.core.withheld import withhold, withhold_since

from .models import Draft, Submission


def _entries(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    files, drafts = Submission.objects.still_sealed(), Draft.objects.filter(call__in=Call.objects.still_sealed())
    for rows in (files, drafts):
        numbers = rows.order_by().annotate(number=Cast("pk", CharField())).values("number")
        entries = entries.exclude(object_type=rows.model._meta.label_lower, object_id__in=numbers)
    return entries


def without_messages_of(calls: QuerySet[Call], messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Messages of no such sealed call: theirs bear its number at the end of their purpose (``calls.sealing``)."""
    for number in calls.values_list("number", flat=True):
        messages = messages.exclude(purpose__endswith=f".{number}")
    return messages


def _messages(messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    return without_messages_of(Call.objects.still_sealed(), messages)


def _since() -> dt.datetime | None:
    return Call.objects.still_sealed().aggregate(first=Min("published_at"))["first"]


def register() -> None:
    """Called when the app is ready."""
    withhold(AuditEntry, "applications.sealed", _entries)
    withhold(OutboxMessage, "applications.sealed", _messages)
    withhold_since("applications.sealed", _since)
