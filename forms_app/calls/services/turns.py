"""When a public call next changes by the clock alone."""

import datetime as dt

from django.db.models import DateTimeField, ExpressionWrapper, F, Min, Q

from forms_app.calls.models import Call
from forms_app.calls.models.state import CLOSING_MINUTE, CLOSING_SOON

#: Every instant at which what is told of a call changes, as a field and what is added to it (``models.state.rules``).
_INSTANTS = {
    "published": ("published_at", dt.timedelta()),
    "cancelled": ("cancelled_at", dt.timedelta()),
    "results": ("results_published_at", dt.timedelta()),
    "review": ("review_started_at", dt.timedelta()),
    "opens": ("opens_at", dt.timedelta()),
    "soon": ("closes_at", -CLOSING_SOON),
    "closed": ("closes_at", CLOSING_MINUTE),
    "asked": ("questions_until", CLOSING_MINUTE),
}


def next_turn(at: dt.datetime) -> dt.datetime | None:
    """The first instant after ``at`` at which a call opens, closes soon, closes, or takes no more questions; ``None`` when none is known. One query."""
    firsts = {
        name: Min(ExpressionWrapper(F(field) + added, output_field=DateTimeField()), filter=Q(**{f"{field}__gt": at - added}))
        for name, (field, added) in _INSTANTS.items()
    }
    return min(filter(None, Call.objects.aggregate(**firsts).values()), default=None)
