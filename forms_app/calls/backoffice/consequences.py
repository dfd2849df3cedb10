"""What an act will do, said before it is confirmed."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_app.calls.concerned import batch_of, sources
from forms_app.calls.models import Call, CallAct, State
from forms_app.calls.services import Results
from portal.core.formats import format_datetime, format_number

Kind = CallAct.Kind
#: Counting stops there: nobody decides otherwise for one more.
_MOST = 500


def consequences(call: Call, kind: Kind, at: dt.datetime, *, results: Results | None = None, held: int = 0) -> list[str]:
    """Sentences in the order in which they matter."""
    said = {
        Kind.PROPOSED: [_("Another call manager of the region, or a programme manager, can then approve it. Who changes it sends it for approval again.")],
        Kind.PUBLISHED: [
            _("Everybody can read it at once. From then on its texts, dates and documents change by acts only, and each act is shown on its page."),
            _("Those who asked to hear of new calls are told."),
        ],
        Kind.EXTENDED: _extended(call, at),
        Kind.CORRECTED: [_("The page changes at once; what it said before stays in its history.")],
        Kind.CANCELLED: [_("Nobody can apply any more. The files that were sent stay, and the page says why it was cancelled. This cannot be undone.")],
        Kind.UNSEALED: [
            _("The files get register numbers in the order in which they arrived, and the staff can read them. The closing date stands from then on."),
            _("Readers are told how many files there were, not the names of those present. This cannot be undone."),
        ],
        Kind.REVIEW_STARTED: [_("The page says that the committee studies the files. The call can no longer be extended.")],
        Kind.RESULTS_PUBLISHED: [*_results(results, held), _("This cannot be undone: a mistake is corrected by a correction.")],
        Kind.RELAUNCHED: [
            _("A new call with the same texts and documents is published at once, with its own dates, number and address. Both pages lead to each other.")
        ],
    }[kind]
    return [*said, *([told(call, at)] if kind in CallAct.TOLD - {Kind.PUBLISHED} else [])]


def _extended(call: Call, at: dt.datetime) -> list[str]:
    present = _("It closes on %(date)s at present.") % {"date": format_datetime(call.closes_at)} if call.closes_at else ""
    if call.state_at(at) == State.CLOSED:
        return [_("It closed on %(date)s. The extension opens it again.") % {"date": format_datetime(call.closes_at)}] if call.closes_at else []
    return [present]


def _results(results: Results | None, held: int) -> list[str]:
    recorded = ngettext(
        "%(count)s outcome that is held is recorded, with its message.", "%(count)s outcomes that are held are recorded, each with its message.", held
    )
    said = [recorded % {"count": format_number(held)}] if held else [_("No outcome is held: the files stay as they are.")]
    if results is None:
        return said
    none = _("not stated")
    counts = {name: none if number is None else format_number(number) for name, number in results.counts.items()}
    said.append(_("Published: %(received)s received, %(preselected)s pre-selected, %(selected)s selected.") % counts)
    said.append(_("Bodies are named; women are listed by their reference only."))
    return said


def told(call: Call, at: dt.datetime) -> str:
    """How many will be told; of a sealed call nobody learns it, for it would say how many applied."""
    if call.still_sealed:
        return _("Those concerned are told: who has a file, and who asked to hear of this call.")
    if call.sample:
        return _("This is a sample call: nobody is told.")
    count = how_many(call, at)
    if count > _MOST:
        return _("More than %(count)s persons are told.") % {"count": format_number(_MOST)}
    return ngettext("%(count)s person is told.", "%(count)s persons are told.", count) % {"count": format_number(count)}


def how_many(call: Call, at: dt.datetime) -> int:
    """Persons with a file, a draft or a wish to hear of the call, each address once; counted to a little over ``_MOST``."""
    addresses: set[tuple[str, str]] = set()
    for name in sources():
        after = None
        while len(addresses) <= _MOST:
            batch = batch_of(name, call=call, at=at, after=after, size=_MOST)
            addresses |= {(who.language, who.to) for who in batch.people}
            after = batch.last
            if after is None:
                break
    return len(addresses)
