"""Where documents come from. A source knows one kind of object: which of them are public, and the documents of one."""

from collections.abc import Iterator
from typing import Protocol

from search.documents import SearchDocument


class Source(Protocol):
    """One kind of object that can be found."""

    #: First part of its origins: ``"page"`` for ``"page:12"``.
    name: str

    def origins(self) -> Iterator[str]:
        """Every object that is public now, as ``"<name>:<key>"``."""

    def documents(self, key: str) -> list[SearchDocument]:
        """The documents of one object as it stands now; none when it does not exist or is not public."""

    def all_documents(self) -> Iterator[SearchDocument]:
        """The documents of every public object, read in few queries; ``version`` is left at 0."""


def sources() -> dict[str, Source]:
    """All sources by name."""
    from .calls import CallSource
    from .centres import CentreSource
    from .files import FileSource
    from .pages import PageSource
    from .places import PlaceSource
    from .views import ViewSource

    return {source.name: source for source in (PageSource(), CallSource(), CentreSource(), FileSource(), PlaceSource(), ViewSource())}


def documents_of(origin: str) -> list[SearchDocument]:
    """The documents of ``"page:12"`` as it stands now."""
    name, _colon, key = origin.partition(":")
    return sources()[name].documents(key)


def all_documents() -> Iterator[SearchDocument]:
    """Every document there is to find."""
    for source in sources().values():
        yield from source.all_documents()
