"""What the public page says: the portal's own registrations, then, apart, what was printed before it."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.charts import Chart, chart
from portal.core.formats import format_date, format_month
from portal.core.translated import TranslatedText
from regions.models import Region, RegistrationCount

from .dictionary import NOT_GIVEN, NOWHERE, PERSON, Field, dictionary
from .publication import Publication, published
from .services import next_publication

#: Months in the chart, and in the table of regions, where each is a column.
_MONTHS, _COLUMNS = 24, 6


def context(*, at: dt.datetime) -> dict:
    """Everything the page shows, in the language in force."""
    publication = published()
    names = dict(Region.objects.values_list("code", "name")) | {NOWHERE: dictionary().nowhere}
    return {
        "publication": publication,
        "next": format_date(next_publication(at=at)),
        "own": _own(publication, names) if publication else None,
        "printed": _printed(),
        "definitions": [{"label": one.label, "value": one.definition} for one in (dictionary().registrations, _field(PERSON), dictionary().together)],
        "data_url": reverse("data"),
    }


def _own(publication: Publication, names: dict[str, TranslatedText]) -> dict:
    months = publication.by_month()
    shown = list(months)[-_MONTHS:]
    by_region = publication.by_region()
    registrations = dictionary().registrations.label
    return {
        "as_of": format_date(publication.as_of),
        "held_back": publication.held_back,
        "figures": [{"value": publication.total, "label": _("registrations shown")}],
        "by_month": chart(
            caption=_("Registrations by month"), columns=(_("Month"), registrations), rows=[(format_month(month), months[month]) for month in shown]
        ),
        "by_region": chart(
            caption=_("Registrations by region"),
            columns=(_("Region"), registrations),
            rows=[(TranslatedText(names[code]), number) for code, number in by_region.items() if number or code != NOWHERE],
        ),
        "grid": _grid(publication, names, shown[-_COLUMNS:]),
        "answers": list(_answers(publication)),
    }


def _grid(publication: Publication, names: dict[str, TranslatedText], months: list[dt.date]) -> dict:
    """Regions by month: a number, or that there are too few to show yet."""
    cells = {(one.region, one.month): one for one in publication.months}
    rows = []
    for code in publication.by_region():
        found = [cells.get((code, month)) for month in months]
        if code != NOWHERE or any(one and one.number != 0 for one in found):
            rows.append([TranslatedText(names[code]), *("…" if one is None or one.number is None else one.number for one in found)])
    return {
        "caption": _("Registrations by region, in the last months"),
        "columns": [_("Region"), *(format_month(month) for month in months)],
        "rows": rows,
        "note": _("… fewer than %(smallest)s registrations: they are shown with a later month, once they are enough.") % {"smallest": publication.smallest},
    }


def _answers(publication: Publication) -> Iterable[Chart]:
    """One chart a field, over the whole country: the sum of what is shown of each region. But for the kind, of women only."""
    if not publication.answers:
        return
    for one in dictionary().fields:
        found = publication.of_field(one.name)
        rows: list[tuple[TranslatedText, int]] = [(one.values[answer], number) for answer, number in found.shown.items() if number and answer in one.values]
        if not any(number for answer, number in found.shown.items() if answer != NOT_GIVEN):
            continue  # everywhere all gave the same answer, or too few another one
        if found.together:
            rows.append((dictionary().together.label, found.together))
        yield chart(caption=one.label, columns=(_("Answer"), dictionary().registrations.label), rows=rows)


def _printed() -> dict | None:
    """The former platforms, as the guide prints them. Nothing of it is ever added to the portal's own figures (DESIGN 8.11)."""
    counts = list(RegistrationCount.objects.select_related("region").order_by("region__code"))
    if not counts:
        return None
    missing = Region.objects.exclude(pk__in=[one.region_id for one in counts]).order_by("code").values_list("name", flat=True)
    return {
        "figures": [{"value": sum(one.women for one in counts), "label": _("women registered before this portal")}],
        "chart": chart(
            caption=_("Women registered on the regions’ former platforms"),
            columns=(_("Region"), _("Women registered")),
            rows=[(one.region.name, one.women) for one in counts],
        ),
        "missing": list(missing),
        "source": _("Source: programme guide, %(year)s.") % {"year": counts[0].as_of},
    }


def _field(name: str) -> Field:
    return next(one for one in dictionary().fields if one.name == name)
