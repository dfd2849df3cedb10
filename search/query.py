"""What a reader asks: one object for every engine."""

from dataclasses import dataclass, replace
from typing import Any, Self

#: What anybody types is shorter; the rest is cut before anything is done with it.
LONGEST_QUERY = 200
PER_PAGE = 10
#: Nobody reads further; deeper pages are not offered.
LAST_PAGE = 50
#: Filters, as they are named in addresses.
FILTERS = ("type", "region", "programme", "state", "lang")


@dataclass(frozen=True, slots=True)
class Query:
    """One search. ``language`` is the reader's; its results come first and are the ones paged, the other languages' are offered apart.

    ``type``, ``region`` (slug), ``programme`` (code) and ``state`` (of a call) narrow it down; empty means all. ``lang`` asks for the
    results written in that language instead of the reader's. ``page`` counts from 1.
    """

    text: str
    language: str
    type: str = ""
    region: str = ""
    programme: str = ""
    state: str = ""
    lang: str = ""
    page: int = 1
    per_page: int = PER_PAGE

    @property
    def results_language(self) -> str:
        """The language whose results are paged."""
        return self.lang or self.language

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by their names in addresses; without ``lang``."""
        return {name: getattr(self, name) for name in FILTERS if name != "lang" and getattr(self, name)}

    @property
    def start(self) -> int:
        """How many results stand before this page."""
        return (self.page - 1) * self.per_page

    def but(self, **changes: Any) -> Self:
        """The same query with something changed."""
        return replace(self, **changes)
