"""Deadlines: moved by an extension, and kept where they were promised when the clock's own rules change."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct, State, by_act, why_impossible
from forms_app.calls.models.calls import LOCAL_MINUTES
from portal.core.formats import format_date

from .acting import NotPossible, under_act

#: A deadline that passed longer ago is history: no rule moves it.
_RECENT = dt.timedelta(days=1)


def extend_call(
    *,
    call: Call,
    closes_at: dt.datetime,
    reason: str,
    by: User | None,
    at: dt.datetime,
    text: Mapping[str, str] | None = None,
    seen: str = "",
) -> CallAct:
    """Move the closing date later, before it or after it, until the study of the files has begun.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: a date that is not later, has passed, or lies after the day of the decision; no reason.
    """
    with under_act(call=call, kind=CallAct.Kind.EXTENDED, by=by, at=at, seen=seen, reason=reason, text=text) as under:
        closes_at = closes_at.replace(second=0, microsecond=0)
        if closes_at <= cast(dt.datetime, under.call.closes_at):
            raise ValidationError({"closes_at": _("The new closing date must be later than the present one.")})
        if closes_at <= at:
            raise ValidationError({"closes_at": _("The new closing date has passed.")})
        if day := under.call.decision_before(closes_at):
            promise = _("The page says that the decision is expected by %(date)s, which is earlier. Correct that first.")
            raise ValidationError({"closes_at": promise % {"date": format_date(day)}})
        under.details["after_closing"] = under.call.state_at(at) == State.CLOSED
        under.call.extended_from = under.call.extended_from or under.call.closes_at
        under.call.closes_at = closes_at
    return under.act


def promised(local: str, *, later: bool, zone: dt.tzinfo) -> dt.datetime:
    """The instant of a minute on the Moroccan clock by the rules of today. Where the clock shows it twice or never: in the applicant's favour."""
    minute = dt.datetime.fromisoformat(local)
    instants = [minute.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    return max(instants) if later else min(instants)


def moved_by_the_clock(call: Call, *, at: dt.datetime, zone: dt.tzinfo) -> dict[str, dt.datetime]:
    """The moments of a call that no longer fall on the minute promised, and where they should be; those long past stay."""
    moved = {}
    for name, local in LOCAL_MINUTES.items():
        stored, minute = getattr(call, name), getattr(call, local)
        if not stored or not minute or stored.astimezone(zone).strftime("%Y-%m-%dT%H:%M") == minute:
            continue
        instant = promised(minute, later=name != "opens_at", zone=zone)
        if instant != stored and max(instant, stored) > at - _RECENT:
            moved[name] = instant
    return moved


def recompute_deadlines(*, at: dt.datetime, zone: dt.tzinfo | None = None) -> list[CallAct]:
    """Set right every deadline whose instant no longer falls on the minute promised; on public calls an act says so.

    Returns:
        The acts; drafts are set right silently.
    """
    zone = zone or timezone.get_current_timezone()
    still = Q(closes_at__gt=at - _RECENT * 2) | Q(opens_at__gt=at - _RECENT * 2) | Q(questions_until__gt=at - _RECENT * 2)
    acts = []
    for call in Call.objects.filter(still).order_by("pk"):
        if not moved_by_the_clock(call, at=at, zone=zone):
            continue
        with suppress(NotPossible), transaction.atomic():  # another process was faster
            locked = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
            if locked.state_at(at) == State.DRAFT:
                _set_right(locked, at=at, zone=zone)
                with by_act():
                    locked.save()
            elif not why_impossible(locked, CallAct.Kind.CLOCK_CHANGED, at):
                with under_act(call=locked, kind=CallAct.Kind.CLOCK_CHANGED, by=None, at=at) as under:
                    _set_right(under.call, at=at, zone=zone)
                acts.append(under.act)
    return acts


def _set_right(call: Call, *, at: dt.datetime, zone: dt.tzinfo) -> None:
    moved = moved_by_the_clock(call, at=at, zone=zone)
    if not moved:
        raise NotPossible(_("It was already done."))
    for name, instant in moved.items():
        setattr(call, name, instant)
