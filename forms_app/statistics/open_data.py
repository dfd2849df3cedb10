"""The figures as files: CSV and JSON, the state of each month and the latest one, with their dictionary."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import languages
from portal.core.formats import format_date
from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.opendata import DataFile, DataSet
from regions.models import Region, RegistrationCount

from .dictionary import KIND, NOT_GIVEN, NOWHERE, TOGETHER, dictionary
from .publication import Publication, dates, published

LATEST = "latest"
#: Excel reads UTF-8 only when it is told; with Moroccan settings it expects semicolons between columns.
_BOM, _SEPARATOR = "\ufeff", ";"
_SECONDS = 3600
_Made = TypeVar("_Made", bytes, bytes | None)
_EARLIER_SHOWN = 6
#: The source of the figures before this portal, as printed in the programme's guide.
GUIDE = "Guide du programme Jisr Tamkin wa Riyada, 2023"
Table = tuple[tuple[str, ...], list[tuple]]


def by_month(publication: Publication) -> Table:
    """Registrations of each region that went out with each month. An empty number is held back: fewer than ten."""
    slugs = _regions()
    rows = [
        (f"{one.month:%Y-%m}", one.region, slugs.get(one.region, ""), "" if one.number is None else one.number, f"{one.since:%Y-%m}",
         "held_back" if one.number is None else "shown")
        for one in publication.months
    ]  # fmt: skip
    return ("month", "region_code", "region", "registrations", "since", "state"), rows


def by_answer(publication: Publication) -> Table:
    """The same registrations by quarter, region, field and answer, but for the kind of women only; rare answers put together."""
    slugs = _regions()
    rows = []
    for one in publication.answers:
        place = (one.quarter, one.region, slugs.get(one.region, ""), one.field)
        rows += [(*place, answer, number) for answer, number in one.shown.items()]
        rows += [(*place, TOGETHER, one.together)] if one.together else []
    return ("quarter", "region_code", "region", "field", "answer", "registrations"), rows


def before_this_portal() -> Table:
    """What the programme's guide prints of the regions' former platforms. Another measure: never to be added to ours."""
    found = RegistrationCount.objects.select_related("region").order_by("region__code")
    return ("region_code", "region", "women", "as_of", "source"), [(one.region.code, one.region.slug, one.women, one.as_of, GUIDE) for one in found]


def words() -> Table:
    """The data dictionary: fields and codes with their words in every language."""
    heading = ("field", "code", *(f"{part}_{code}" for part in ("label", "definition") for code in languages.codes()))
    nothing = ("",) * len(languages.codes())
    known = dictionary()
    rows = []
    for one in (known.registrations, *known.fields):
        rows.append((one.name, "", *_in_all(one.label), *_in_all(one.definition)))
        defined = {NOT_GIVEN: _in_all(known.not_given.definition)} if one.name != KIND else {}
        rows += [(one.name, code, *_in_all(label), *defined.get(code, nothing)) for code, label in one.values.items()]
        rows += [(one.name, TOGETHER, *_in_all(known.together.label), *_in_all(known.together.definition))] if one.values else []
    rows.append(("region_code", NOWHERE, *_in_all(known.nowhere), *nothing))
    rows += [("region_code", one.code, *_in_all(one.name), *nothing) for one in Region.objects.order_by("code").only("code", "name")]
    return heading, rows


#: Files of a state of the portal's own figures, and files that have no state.
OF_A_STATE: dict[str, Callable[[Publication], Table]] = {"by-month": by_month, "by-answer": by_answer}
OF_ALL_TIME: dict[str, Callable[[], Table]] = {"before-this-portal": before_this_portal, "dictionary": words}
FORMATS = ("csv", "json")


def file_of_state(state: str, name: str, file_format: str) -> bytes | None:
    """A file as it stood on the last day of a month (``2026-10-31``), or the latest; ``None`` when there is no such state."""
    if state != LATEST and state not in {day.isoformat() for day in dates()}:
        return None
    return _kept(f"{state}:{name}.{file_format}", lambda: _of_state(state, name, file_format))


def file_of_all_time(name: str, file_format: str) -> bytes:
    """A file that belongs to no month."""
    return _kept(f"{name}.{file_format}", lambda: _written(OF_ALL_TIME[name](), file_format, {}))


def registrations() -> list[DataSet]:
    """What ``/data/`` lists."""
    known = dates()
    titles = {"by-month": _("Registrations by month and region"), "by-answer": _("Registrations by answer, quarter and region")}
    dated = [(day.isoformat(), {name: f"{title} – {format_date(day)}" for name, title in titles.items()}) for day in known[:_EARLIER_SHOWN]]
    printed = _("Women registered on the regions’ former platforms, as printed in the programme’s guide.")
    return [
        DataSet(_("Registrations through this portal"), _("Small numbers are left out."), tuple(_files_of(LATEST, titles)) if known else ()),
        DataSet(_("Before this portal"), printed, _listed("before-this-portal")),
        DataSet(_("Data dictionary"), _("What each column and code means, in three languages."), _listed("dictionary")),
        DataSet(
            _("Earlier states"),
            _("The same files as they stood at the end of each month: they never change."),
            tuple(file for state, named in dated for file in _files_of(state, named)),
        ),
    ]


def _files_of(state: str, titles: dict[str, str]) -> Iterable[DataFile]:
    until = None if state == LATEST else dt.date.fromisoformat(state)
    publication = published(until=until)
    for name, title in titles.items():
        if name == "by-answer" and publication and not publication.answers:
            continue  # before the first quarter was over
        for file_format in FORMATS:
            content = file_of_state(state, name, file_format) or b""
            yield DataFile(title, reverse("data_registrations", args=[state, name, file_format]), file_format.upper(), len(content))


def _listed(name: str) -> tuple[DataFile, ...]:
    titles = {"before-this-portal": _("Registrations before this portal"), "dictionary": _("Data dictionary")}
    return tuple(
        DataFile(titles[name], reverse("data_of_all_time", args=[name, file_format]), file_format.upper(), len(file_of_all_time(name, file_format)))
        for file_format in FORMATS
    )


def _of_state(state: str, name: str, file_format: str) -> bytes | None:
    publication = published(until=None if state == LATEST else dt.date.fromisoformat(state))
    if publication is None:
        return None
    about = {"as_of": publication.as_of.isoformat(), "smallest_number_shown": publication.smallest, "sha256_of_month": publication.sha256}
    return _written(OF_A_STATE[name](publication), file_format, about)


def _written(table: Table, file_format: str, about: dict[str, object]) -> bytes:
    heading, rows = table
    if file_format == "csv":
        return _as_csv(heading, rows)
    licence = {"name": settings.OPEN_DATA_LICENCE, "url": settings.OPEN_DATA_LICENCE_URL, "confirmed": settings.OPEN_DATA_LICENCE_CONFIRMED}
    records = [dict(zip(heading, row, strict=True)) for row in rows]
    whole = {**about, "definition": dict(dictionary().registrations.definition), "licence": licence, "rows": records}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _as_csv(heading: Sequence[str], rows: list[tuple]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=_SEPARATOR)
    writer.writerow(heading)
    writer.writerows(rows)
    return (_BOM + buffer.getvalue()).encode()


def _kept(name: str, make: Callable[[], _Made]) -> _Made:
    return kept(f"statistics:file:{name}:{current_generation()}", make, timeout=_SECONDS)


def _regions() -> dict[str, str]:
    return kept(f"statistics:regions:{current_generation()}", lambda: dict(Region.objects.values_list("code", "slug")), timeout=_SECONDS)


def _in_all(text: dict[str, str]) -> tuple[str, ...]:
    return tuple(text.get(code, "") for code in languages.codes())
