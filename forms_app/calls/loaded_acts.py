"""Acts of calls that come from documents, or are examples: told from their dates, with a version of the page for each, and told to nobody."""

import datetime as dt
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from .models import Call, CallAct, CallNotice
from .models.reasons import CorrectionReason, ExtensionReason, RelaunchReason
from .services.acting import note_act
from .services.results import COUNTS
from .services.snapshot import differences, moment_in_json, public_content
from .timeline import DAY, NOT_STATED

Kind = CallAct.Kind
#: What came after the first publication, taken off to see how the page began.
_LATER = {"cancelled_at": None, "cancel_reason": {}, "review_started_at": None, "results_published_at": None, "extended_from": None} | dict.fromkeys(COUNTS)


@transaction.atomic
def leave_acts(*, call: Call, printed: bool, again: bool) -> None:
    """Give a loaded call its acts, once. ``printed``: dates are days, or not stated. ``again``: an example dated anew begins anew."""
    if again:
        CallNotice.objects.filter(act__call=call).delete()
        call.acts.all().delete()
        call.versions.all().delete()
    if call.acts.exists():
        _correct(call)
        return
    for kind, at, content, more in _acts(call, printed=printed):
        note_act(call=call, kind=kind, by=None, at=at, content=content, told_at=at, **more)
    if call.relaunch_of and not call.relaunch_of.acts.filter(kind=Kind.RELAUNCHED, details__call=call.pk).exists():
        _relaunched(call.relaunch_of, call, printed=printed)


def _correct(call: Call) -> None:
    """The documents were read again, and the page says something else now."""
    last = call.versions.order_by("-number").first()
    if last and differences(last.content, public_content(call)):
        at = timezone.now()
        note_act(call=call, kind=Kind.CORRECTED, by=None, at=at, reason=CorrectionReason.COMPLETED, before=last.content, told_at=at)


def _acts(call: Call, *, printed: bool) -> list[tuple[Kind, dt.datetime, dict[str, Any], dict[str, Any]]]:
    """Kind, moment, content of the page after it, and what else the act holds."""
    final = public_content(call)
    page = final | _LATER
    if call.extended_from:
        local = timezone.localtime(call.extended_from).strftime("%Y-%m-%dT%H:%M")
        page |= {"closes_at": moment_in_json(call.extended_from), "closes_local": local}
    shown = cast(dt.datetime, call.published_at)
    published = call.opens_at or shown
    acts = [(Kind.PUBLISHED, published if printed else shown, page, _when(printed, DAY if call.opens_at else NOT_STATED))]

    def then(kind: Kind, at: dt.datetime, *names: str, when: str = NOT_STATED, **more: Any) -> None:
        nonlocal page
        before, page = page, page | {name: final[name] for name in names}
        known = _when(printed, when)
        acts.append((kind, at, page, {"before": before} | more | {"details": known["details"] | more.get("details", {})}))

    counted = any(getattr(call, name) is not None for name in COUNTS)
    if call.extended_from:
        moment = call.extended_from if printed else call.extended_from - dt.timedelta(days=1)
        reason = "" if printed else ExtensionReason.MORE_TIME
        then(Kind.EXTENDED, moment, "closes_at", "closes_local", "extended_from", reason=reason)
    if call.review_started_at:
        then(Kind.REVIEW_STARTED, call.review_started_at, "review_started_at")
    if call.results_published_at or counted:
        counts = {name: final[name] for name in COUNTS}
        details = counts | {"listed": [], "printed": call.results_published_at is None}
        then(Kind.RESULTS_PUBLISHED, call.results_published_at or call.closes_at or published, "results_published_at", *COUNTS, details=details)
    if call.cancelled_at:
        then(Kind.CANCELLED, call.cancelled_at, "cancelled_at", "cancel_reason", text=call.cancel_reason)
    return acts


def _when(printed: bool, known: str) -> dict[str, Any]:
    return {"details": {"when": known} if printed else {}}


def _relaunched(earlier: Call, made: Call, *, printed: bool) -> None:
    at = made.opens_at or earlier.closes_at or cast(dt.datetime, earlier.published_at)
    details = {"call": made.pk, "slug": made.slug} | _when(printed, DAY if made.opens_at else NOT_STATED)["details"]
    note_act(call=earlier, kind=Kind.RELAUNCHED, by=None, at=at, reason=RelaunchReason.PLACES, details=details, told_at=at)
