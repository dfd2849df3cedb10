"""Whom an act on a call concerns. Upper rooms name those they know of (files), this one those who follow calls."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from django.db import models

from portal.core.encrypted import that_open

from .models import Call

_Row = TypeVar("_Row", bound=models.Model)


@dataclass(frozen=True)
class Concerned:
    """Somebody to tell: where, and in which language.

    ``person`` tells one person with two files, ``also`` her other addresses: whoever only follows calls from one of them was told.
    ``stop`` is the token of the link that ends these messages; only who follows calls has one.
    """

    channel: str
    to: str
    language: str
    person: str = ""
    also: tuple[str, ...] = ()
    stop: str = ""


class Batch(NamedTuple):
    """Some of them, and the key of the last row looked at; ``None`` when there are no more rows."""

    people: Sequence[Concerned]
    last: int | None


class Provider(Protocol):
    """Names those concerned by ``at``, in the order of the rows' keys: at most ``size`` rows after ``after``; ``None``: from the first."""

    def __call__(self, *, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
        """One batch; its people may be fewer than its rows."""
        ...


_providers: dict[str, tuple[int, Provider]] = {}


def register_concerned(name: str, provider: Provider, *, order: int = 50) -> None:
    """Add a provider; the same name again replaces it. Lower orders are told first, and decide which address a person is told at."""
    _providers[name] = (order, provider)


def sources() -> list[str]:
    """Names of the providers, in their order."""
    return sorted(_providers, key=lambda name: (_providers[name][0], name))


def batch_of(name: str, *, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
    """One batch of one provider; a provider that is gone has no more."""
    _order, provider = _providers.get(name, (0, _nobody))
    return provider(call=call, at=at, after=after, size=size)


def batch_from(rows: models.QuerySet[_Row], *, after: int | None, size: int, read: Callable[[_Row], Concerned | None]) -> Batch:
    """A batch by keyset: ``read`` says whom a row names, or nobody. A row that no key of ours opens is passed over."""
    left = rows if after is None else rows.filter(pk__gt=after)  # keys may lie below zero: nought is no beginning
    keys = list(left.order_by("pk").values_list("pk", flat=True)[:size])
    found = that_open(rows.order_by("pk"), keys)
    return Batch([who for who in map(read, found) if who], keys[-1] if len(keys) == size else None)


def _nobody(*, call: Call, at: dt.datetime, after: int | None, size: int) -> Batch:
    return Batch((), None)
