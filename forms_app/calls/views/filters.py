"""The filters of the list of calls, read from its address; the feeds beside the list take the same."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from forms_app.calls.models import Call, State
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.text import western_digits
from programmes.models import Programme
from regions.models import Region

NAMES = ("state", "kind", "region", "programme", "closing")
#: Days from today within which a call closes; any other value of ``closing`` is a date.
CLOSING_DAYS = ("7", "30")
_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
#: A later day asks for the same calls.
_FURTHEST = dt.timedelta(days=3650)
_CHOICES_SECONDS = 600


@dataclass(frozen=True)
class Filters:
    """What was chosen. ``typed``: what stands in the field of the date; ``wrong``: what is the matter with it, in words."""

    state: str = ""
    kind: str = ""
    region: Region | None = None
    programme: Programme | None = None
    closing: str = ""
    closes_by: dt.date | None = None
    typed: str = ""
    wrong: str = ""

    @property
    def narrowing(self) -> dict[str, Any]:
        """For the services; the state apart, of which all are counted."""
        code = self.programme.code if self.programme else ""
        return {"kind": self.kind, "region": self.region, "programme": code, "closes_by": self.closes_by}

    @property
    def any(self) -> bool:
        """Whether the list is narrowed by anything but the state."""
        return bool(self.kind or self.region or self.programme or self.closing)

    def query(self, **changed: str) -> str:
        """The address of this choice, after the question mark, with some values changed: only what says something, always in one order."""
        values = {
            "state": self.state,
            "kind": self.kind,
            "region": self.region.slug if self.region else "",
            "programme": self.programme.code if self.programme else "",
            "closing": self.closing,
        } | changed
        return urlencode([(name, values[name]) for name in NAMES if values[name]])


def read_filters(request: HttpRequest, at: dt.datetime) -> Filters:
    """What the address asks for. A date that is none is kept as typed, with a message; nothing is narrowed by it.

    Raises:
        Http404: a state, kind, region or programme that nothing has.
    """
    given = {name: request.GET.get(name, "") for name in NAMES}
    regions, programmes = _known()
    region = next((one for one in regions if one.slug == given["region"]), None)
    programme = next((one for one in programmes if one.code == given["programme"]), None)
    known = {
        "state": given["state"] in set(State.values) - {State.DRAFT.value},
        "kind": given["kind"] in Call.Kind.values,
        "region": region,
        "programme": programme,
    }
    if any(given[name] and not found for name, found in known.items()):
        raise Http404
    closing = [value.strip() for value in request.GET.getlist("closing") if value.strip()]
    return Filters(state=given["state"], kind=given["kind"], region=region, programme=programme, **_closing(closing[-1] if closing else "", at))


def choices(chosen: Programme | None) -> tuple[list[Region], list[Programme]]:
    """Regions and programmes that the filters offer; one that is history only where a page of its time led to it."""
    regions, programmes = _known()
    return regions, [one for one in programmes if not one.archived or one == chosen]


def _known() -> tuple[list[Region], list[Programme]]:
    return kept(
        f"call-filters-known:{current_generation()}", lambda: (list(Region.objects.defer("map_path")), list(Programme.objects.all())), timeout=_CHOICES_SECONDS
    )


def _closing(value: str, at: dt.datetime) -> dict[str, Any]:
    today = timezone.localtime(at).date()
    value = western_digits(value)
    if not value:
        return {}
    if value in CLOSING_DAYS:
        return {"closing": value, "closes_by": today + dt.timedelta(days=int(value))}
    day = _day(value)
    if day is None:
        return {"typed": value[:20], "wrong": _("This is not a date. Write day, month and year.")}
    if day < today:
        return {"typed": day.isoformat(), "wrong": _("This day is already past.")}
    return {"closing": day.isoformat(), "closes_by": min(day, today + _FURTHEST), "typed": day.isoformat()}


def _day(value: str) -> dt.date | None:
    for pattern in _FORMATS:
        try:
            return dt.datetime.strptime(value, pattern).date()
        except ValueError:
            continue
    return None
