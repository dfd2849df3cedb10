"""Launching a call again for some provinces: a new call with its own dates, number and address, linked both ways."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, CallAct, CallDocument
from regions.models import Province, Region

from .acting import note_act, under_act
from .publishing import check_complete

#: What the new call says as the earlier one did.
_TAKEN_OVER = ("kind", "programme", "summary", "who", "target", "contact", "what_next", "appeal", "form_key", "sealed", "sample")


def relaunch_call(
    *,
    call: Call,
    slug: str,
    title: Mapping[str, str],
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    provinces: Sequence[Province],
    reason: str,
    by: User | None,
    at: dt.datetime,
    regions: Sequence[Region] = (),
    text: Mapping[str, str] | None = None,
    seen: str = "",
) -> Call:
    """Publish a new call that repeats an earlier one elsewhere or later; texts and documents are those of the earlier one.

    Returns:
        The new call.

    Raises:
        NotPossible: by the table of acts, or because somebody was faster.
        ValidationError: an address that is taken, dates that do not follow, no place, no reason.
    """
    if not provinces and not regions:
        raise ValidationError({"provinces": _("Choose the provinces, or a region.")})
    with under_act(call=call, kind=CallAct.Kind.RELAUNCHED, by=by, at=at, seen=seen, reason=reason, text=text) as under:
        made = Call(slug=slug, title=dict(title), opens_at=opens_at, closes_at=closes_at, relaunch_of=under.call)
        for name in _TAKEN_OVER:
            setattr(made, name, getattr(under.call, name))
        check_complete(made, at)
        made.published_at = at
        made.save()
        made.regions.set(regions)
        made.provinces.set(provinces)
        for document in CallDocument.objects.filter(call=under.call, removed_at=None):
            document.pk, document.call, document.added_at, document.replaces = None, made, at, None
            document._state.adding = True
            document.save()
        note_act(call=made, kind=CallAct.Kind.PUBLISHED, by=by, at=at, details={"relaunch_of": under.call.pk})
        under.details |= {"call": made.pk, "slug": made.slug}
    return made
