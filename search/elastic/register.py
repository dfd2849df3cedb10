"""What the index found, as the register has it: what is not there any more is shown to nobody. Both questions are compiled once a thread."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from portal.core.upstream.prepared import Prepared
from search.hits import EntryRow
from search.models import SearchEntry

#: So many entries are read at once; a page of results has fewer.
_AT_ONCE = 16
_LIKE = tuple(f"-like-{number}-" for number in range(_AT_ONCE))


class Offered(NamedTuple):
    """What a suggestion shows of an entry, and from when it may."""

    key: str
    title: str
    url: str
    type: str
    visible_from: dt.datetime | None


def _found(*keys: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(key__in=keys).order_by()


_SHOWN = Prepared(lambda *keys: _found(*keys).values_list(*EntryRow._fields), like=_LIKE)
_OFFERED = Prepared(lambda *keys: _found(*keys).values_list(*Offered._fields), like=_LIKE)


def entries_shown(keys: Collection[str]) -> Iterator[EntryRow]:
    """With all that a result shows, in no order."""
    for some in _few(keys):
        yield from map(EntryRow._make, _SHOWN.tuples(*some))


def entries_offered(keys: Collection[str]) -> Iterator[Offered]:
    """With what a suggestion needs, in no order."""
    for some in _few(keys):
        yield from map(Offered._make, _OFFERED.tuples(*some))


def _few(keys: Collection[str]) -> Iterator[list[str]]:
    """As many at once as the questions are for; no key is empty, so that what is missing of them asks for nothing."""
    every = list(keys)
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        yield [*some, *[""] * (_AT_ONCE - len(some))]
