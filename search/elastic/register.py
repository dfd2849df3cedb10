"""What the index found, as the register has it: what is not there any more is shown to nobody. Both questions are compiled once a thread."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from portal.core.upstream.prepared import Prepared
from search.hits import UNSHOWN
from search.models import SearchEntry

#: So many entries are read at once; a page of results has fewer.
_AT_ONCE = 16
_LIKE = tuple(f"-like-{number}-" for number in range(_AT_ONCE))


def _found(*keys: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(key__in=keys).order_by()


_SHOWN = Prepared(lambda *keys: _found(*keys).defer(*UNSHOWN), like=_LIKE)
_OFFERED = Prepared(lambda *keys: _found(*keys).only("key", "title", "url", "type", "visible_from"), like=_LIKE)


def entries_shown(keys: Collection[str]) -> Iterator[SearchEntry]:
    """With all that a result shows, in no order."""
    return _read(_SHOWN, list(keys))


def entries_offered(keys: Collection[str]) -> Iterator[SearchEntry]:
    """With what a suggestion shows, and from when; in no order."""
    return _read(_OFFERED, list(keys))


def _read(question: Prepared, keys: list[str]) -> Iterator[SearchEntry]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        yield from question.rows(*some, *[""] * (_AT_ONCE - len(some)))
