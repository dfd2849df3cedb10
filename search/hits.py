"""From an entry of the database's index to what is shown."""

import datetime as dt
from typing import NamedTuple

from django.utils.dateparse import parse_datetime

from .extracts import Among, extract, marked
from .results import Hit

_NONE: frozenset[str] = frozenset()


class EntryRow(NamedTuple):
    """The columns of a :class:`~search.models.SearchEntry` that a result is made of, for ``values_list()``: ten objects take longer to make than to read."""

    id: int
    key: str
    origin: str
    group: str
    type: str
    language: str
    title: str
    url: str
    summary: str
    body: str
    regions: list[str]
    programme: str
    dates: dict[str, str]
    visible_from: dt.datetime | None
    updated: dt.datetime | None
    sample: bool
    summary_tokens: str
    body_tokens: str


def hit_of(entry: EntryRow, among: Among = _NONE.intersection) -> Hit:
    """What is shown of an entry, with the words marked that are found ``among`` its own."""
    return Hit(
        id=entry.key,
        origin=entry.origin,
        type=entry.type,
        language=entry.language,
        title=entry.title,
        title_html=marked(entry.title, among, entry.language),
        extract=extract(((entry.summary, entry.summary_tokens), (entry.body, entry.body_tokens)), among, entry.language),
        url=entry.url,
        regions=tuple(entry.regions),
        programme=entry.programme,
        group=entry.group,
        dates={name: parse_datetime(moment) for name, moment in entry.dates.items()},
        updated=entry.updated,
        sample=entry.sample,
    )
