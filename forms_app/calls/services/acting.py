"""The ground of every act on a call: one transaction, the call locked, the table of acts asked, a version, an act and an audit entry left behind."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct, State, by_act, why_impossible
from forms_app.calls.models.reasons import OTHER, REASONS
from portal.core.audit import record_act
from portal.core.fingerprints import fingerprint
from portal.core.formats import format_datetime

from .snapshot import differences, keep_version, public_content


class NotPossible(Exception):
    """The act is no longer possible. ``str()`` says why and what happened meanwhile, in plain words."""


@dataclass
class Under:
    """A call under an act: locked, as it read before, and what will be written of the act."""

    call: Call
    before: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)
    #: The act, once the block has ended.
    act: CallAct = field(init=False, repr=False, compare=False)


def state_token(call: Call) -> str:
    """What a screen shows of a call, in short: if it differs when the screen is sent, somebody else was at work meanwhile."""
    last = call.acts.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{last}-{fingerprint(public_content(call))[:16]}"


@contextmanager
def under_act(
    *,
    call: Call,
    kind: CallAct.Kind,
    by: User | None,
    at: dt.datetime,
    seen: str = "",
    reason: str = "",
    text: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Iterator[Under]:
    """Do one act: inside, change ``under.call`` without saving it. ``seen`` is the token of the screen it was decided on.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: a reason that is none of the act's, "another reason" without words, or a call that does not hold together.
    """
    check_reason(kind, reason, text)
    with transaction.atomic(), by_act():
        locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("programme", "relaunch_of").get(pk=call.pk)
        _refuse(locked, kind, at, seen)
        under = Under(locked, public_content(locked), dict(details or {}))
        if locked.state_at(at) != State.DRAFT and not locked.versions.exists():
            keep_version(call=locked, at=cast(dt.datetime, locked.published_at), content=under.before)
        yield under
        locked.clean()
        locked.save()
        under.act = note_act(call=locked, kind=kind, by=by, at=at, reason=reason, text=text, before=under.before, details=under.details)
    call.refresh_from_db()


def note_act(
    *,
    call: Call,
    kind: CallAct.Kind,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    text: Mapping[str, str] | None = None,
    before: dict[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    told_at: dt.datetime | None = None,
    content: dict[str, Any] | None = None,
) -> CallAct:
    """Write an act down with the page as it reads after it, in the caller's transaction."""
    shown = kind in CallAct.SHOWN
    version = keep_version(call=call, at=at, content=content) if shown else None
    changes = differences(before, version.content) if version and before and kind != CallAct.Kind.PUBLISHED else []
    act = CallAct.objects.create(
        call=call, kind=kind, at=at, by=by, reason=reason, text=dict(text or {}), changes=changes, details=dict(details or {}), version=version, told_at=told_at
    )
    more = {"version": version.number, "sha256": version.sha256, "fields": [change["field"] for change in changes]} if version else {}
    record_act(act=f"call.{kind.value}", of=call, by=by, at=at, reason=reason, number=act.pk, **more)
    return act


def check_reason(kind: CallAct.Kind, reason: str, text: Mapping[str, str] | None) -> None:
    """Nothing, when the reason is one of the act's, and said in words if it is another one.

    Raises:
        ValidationError: beside ``reason`` or ``text``.
    """
    reasons = REASONS.get(kind)
    if reasons is None:
        return
    if reason not in reasons.values:
        raise ValidationError({"reason": _("Choose a reason.")})
    if reason == OTHER and not any((text or {}).values()):
        raise ValidationError({"text": _("Say the reason in words.")})


def _refuse(call: Call, kind: CallAct.Kind, at: dt.datetime, seen: str) -> None:
    why = why_impossible(call, kind, at)
    stale = bool(seen) and seen != state_token(call)
    if not why and not stale:
        return
    happened = _meanwhile(call, seen) if stale else ""
    raise NotPossible(" ".join(filter(None, (why or _("The call changed since this screen was opened: nothing was done."), happened))))


def _meanwhile(call: Call, seen: str) -> str:
    """What was done to the call since a screen was opened, in words."""
    last = int(number) if (number := seen.partition("-")[0]).isdecimal() else 0
    acts = call.acts.filter(pk__gt=last).select_related("by").order_by("pk")
    if not acts:
        return _("Somebody changed its texts meanwhile.")
    lines = [
        _("%(act)s, %(when)s, by %(who)s") % {"act": act.get_kind_display(), "when": format_datetime(act.at), "who": act.by or _("the portal")} for act in acts
    ]
    return _("Meanwhile: %(acts)s.") % {"acts": " · ".join(lines)}
