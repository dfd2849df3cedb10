"""From a draft to a published call: one person proposes, another approves."""

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct
from forms_app.calls.models.calls import CHANGE
from portal.core.models import Role

from .acting import NotPossible, under_act


def propose_call(*, call: Call, by: User, at: dt.datetime, seen: str = "") -> CallAct:
    """Send a draft for approval.

    Raises:
        NotPossible: it is no draft, or was sent already.
        ValidationError: something is missing.
    """
    with under_act(call=call, kind=CallAct.Kind.PROPOSED, by=by, at=at, seen=seen) as under:
        check_complete(under.call, at)
        under.call.proposed_at = at
    return under.act


def publish_call(*, call: Call, by: User | None, at: dt.datetime, seen: str = "") -> CallAct:
    """Make a call public. Two pairs of eyes: whoever proposed it does not approve it, programme managers excepted.

    Raises:
        NotPossible: it is no draft, was not proposed, or was proposed by the same person.
        ValidationError: something is missing.
    """
    with under_act(call=call, kind=CallAct.Kind.PUBLISHED, by=by, at=at, seen=seen) as under:
        why = why_not_approve(call=under.call, by=by)
        if why:
            raise NotPossible(why)
        check_complete(under.call, at)
        under.call.published_at = at
    return under.act


def why_not_approve(*, call: Call, by: User | None) -> str:
    """A sentence why this person may not approve the call; empty when she may."""
    if by is None or _approves_alone(by):
        return ""
    if call.proposed_at is None:
        return _("It was not sent for approval yet.")
    proposed = call.acts.filter(kind=CallAct.Kind.PROPOSED).order_by("-pk").first()
    if proposed and proposed.by_id == by.pk:
        return _("You sent it for approval yourself: another call manager of the region, or a programme manager, approves it.")
    return ""


def to_approve(*, by: User) -> QuerySet[Call]:
    """The drafts of her territory that wait for approval and that ``why_not_approve`` lets her approve, the oldest proposal first."""
    waiting = Call.objects.visible_to(by, CHANGE).filter(published_at=None, proposed_at__isnull=False).order_by("proposed_at", "pk")
    if _approves_alone(by):
        return waiting
    proposals = CallAct.objects.filter(call=OuterRef("pk"), kind=CallAct.Kind.PROPOSED).order_by("-pk")
    return waiting.alias(proposer=Subquery(proposals.values("by")[:1])).filter(~Q(proposer=by.pk) | Q(proposer=None))


def _approves_alone(by: User) -> bool:
    return by.is_superuser or by.assignments.filter(role=Role.PROGRAMME_MANAGER).exists()


def check_complete(call: Call, at: dt.datetime) -> None:
    """Nothing, for a call that may be published.

    Raises:
        ValidationError: beside each field that lacks.
    """
    call.full_clean()
    missing = {}
    if call.opens_at is None:
        missing["opens_at"] = _("Say when the call opens.")
    if call.closes_at is None:
        missing["closes_at"] = _("Say when the call closes.")
    elif call.closes_at <= at:
        missing["closes_at"] = _("The closing date has passed.")
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def withdraw_proposal(*, call: Call) -> bool:
    """A draft that was changed is no longer the one that was sent for approval; whether it was."""
    return bool(Call.objects.filter(pk=call.pk, published_at=None, proposed_at__isnull=False).update(proposed_at=None))
