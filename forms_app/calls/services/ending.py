"""How a call ends: given up, its files opened, studied, its results published."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct
from forms_app.calls.models.reasons import CancellationReason
from portal.core.translated import REQUIRED_LANGUAGES, said_in

from .acting import under_act
from .results import COUNTS, check_counts, results_source


def cancel_call(*, call: Call, reason: str, by: User | None, at: dt.datetime, text: Mapping[str, str] | None = None, seen: str = "") -> CallAct:
    """Give a call up. What was sent stays, and those who sent it are told.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: no reason.
    """
    with under_act(call=call, kind=CallAct.Kind.CANCELLED, by=by, at=at, seen=seen, reason=reason, text=text) as under:
        under.call.cancelled_at = at
        under.call.cancel_reason = dict(text) if text and any(text.values()) else said_in(REQUIRED_LANGUAGES, CancellationReason(reason).label)
    return under.act


def start_review(*, call: Call, by: User | None, at: dt.datetime, seen: str = "") -> CallAct:
    """Say that the committee studies the files: from then on nothing is extended.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
    """
    with under_act(call=call, kind=CallAct.Kind.REVIEW_STARTED, by=by, at=at, seen=seen) as under:
        under.call.review_started_at = at
    return under.act


def unseal_call(*, call: Call, present: Sequence[str], by: User | None, at: dt.datetime, seen: str = "") -> CallAct:
    """Open the files of a sealed call in session. Before it nobody knows how many there are; the register numbers follow the order of arrival.

    The names of those present and the register are kept with the act, for the staff; readers of the page are told how many files there were.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: fewer than two persons are named.
    """
    present = [name for line in present if (name := " ".join(line.split()))]
    if len(present) < 2:
        raise ValidationError({"present": _("Name at least two persons who are present, one a line.")})
    with under_act(call=call, kind=CallAct.Kind.UNSEALED, by=by, at=at, seen=seen) as under:
        register = results_source().register(call=under.call)
        under.details |= {"present": present, "files": len(register), "register": register}
        under.call.unsealed_at = at
    return under.act


def publish_results(*, call: Call, by: User | None, at: dt.datetime, counts: Mapping[str, int | None] | None = None, seen: str = "") -> CallAct:
    """Publish the results and apply the outcomes prepared, in one transaction: who is selected reads it on her own page from the same moment.

    ``counts`` (received, preselected, selected) are given for a call whose files were received elsewhere; they are counted otherwise.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: there is nothing to publish, or counts that contradict one another.
    """
    with under_act(call=call, kind=CallAct.Kind.RESULTS_PUBLISHED, by=by, at=at, seen=seen) as under:
        source = results_source()
        under.details["applied"] = source.apply(call=under.call, by=by, at=at)
        found = source.results(call=under.call)
        numbers = {name: (counts or {}).get(name) for name in COUNTS} if found is None else found.counts
        if numbers["received"] is None:
            raise ValidationError({"received": _("Say how many applications were received.")})
        check_counts(numbers)
        for name in COUNTS:
            setattr(under.call, name, numbers[name])
        under.details |= numbers | {"listed": [] if found is None else found.listed}
        under.call.results_published_at = at
    return under.act
