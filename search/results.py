"""What an engine answers: one object for every engine."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from portal.core import languages

#: Beyond this nobody counts: the page says "more than".
MOST_COUNTED = 1000


@dataclass(slots=True)
class Hit:
    """One result. ``title_html`` and ``extract`` are escaped, with the words that were found in ``<mark>``."""

    id: str
    origin: str
    type: str
    language: str
    title: str
    title_html: SafeString
    extract: SafeString
    url: str
    regions: tuple[str, ...] = ()
    programme: str = ""
    group: str = ""
    dates: Mapping[str, dt.datetime | None] = field(default_factory=dict)
    updated: dt.datetime | None = None
    sample: bool = False
    score: float = 0.0

    @property
    def title_language(self) -> str:
        """The language the title is really in: a name may stand in another script than the page's."""
        return languages.written_in(self.title, self.language)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr`` of the extract."""
        return languages.direction(self.language)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet and how many results have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the results down. ``name`` is the parameter of the address (``type``, ``region``, ``programme``, ``state``, ``lang``).

    The counts of a facet are those of the query *without* that facet's own filter, so that its other values can be chosen.
    Those of ``lang`` count every language; the others only the results' language.
    """

    name: str
    buckets: tuple[Bucket, ...]

    def count(self, value: str) -> int:
        """How many results have this value."""
        return next((bucket.count for bucket in self.buckets if bucket.value == value), 0)


@dataclass(slots=True)
class Results:
    """A page of results. ``total`` is exact up to ``MOST_COUNTED`` and then stays there with ``capped`` set.

    ``other_languages`` are the best few in each other language, best first. ``did_you_mean`` is a query that finds more, or empty;
    ``corrected`` says that the hits are already those of the corrected words; ``partial`` that hardly anything has all the words, so that some do.
    ``promoted`` is filled in above the engines.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    capped: bool = False
    facets: list[Facet] = field(default_factory=list)
    did_you_mean: str = ""
    corrected: bool = False
    partial: bool = False
    other_languages: dict[str, list[Hit]] = field(default_factory=dict)
    promoted: list[Hit] = field(default_factory=list)
    engine: str = ""

    def facet(self, name: str) -> Facet:
        """The facet of that name, empty when the engine gave none."""
        return next((facet for facet in self.facets if facet.name == name), Facet(name, ()))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title that begins as the reader types, and where it leads."""

    text: str
    url: str
    type: str
    language: str
