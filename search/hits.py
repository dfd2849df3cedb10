"""From an entry of the database's index to what is shown."""

from collections.abc import Collection

from django.utils.dateparse import parse_datetime

from .extracts import extract, marked
from .models import SearchEntry
from .results import Hit


def hit_of(entry: SearchEntry, words: Collection[str] = ()) -> Hit:
    """What is shown of an entry, with these words marked."""
    return Hit(
        id=entry.key,
        origin=entry.origin,
        type=entry.type,
        language=entry.language,
        title=entry.title,
        title_html=marked(entry.title, words, entry.language),
        extract=extract((entry.summary, entry.body), words, entry.language),
        url=entry.url,
        regions=tuple(entry.regions),
        programme=entry.programme,
        group=entry.group,
        dates={name: parse_datetime(moment) for name, moment in entry.dates.items()},
        updated=entry.updated,
        sample=entry.sample,
    )
