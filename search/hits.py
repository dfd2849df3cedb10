"""From an entry of the database's index to what is shown."""

from django.utils.dateparse import parse_datetime

from .extracts import Among, extract, marked
from .models import SearchEntry
from .results import Hit

#: Columns that only searching needs; what is shown is read without them.
UNSHOWN = ("vector", "title_tokens", "keyword_tokens")
_NONE: frozenset[str] = frozenset()


def hit_of(entry: SearchEntry, among: Among = _NONE.intersection) -> Hit:
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
