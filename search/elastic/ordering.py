"""The order in which a reader sees the best of what the index found: open calls first, and not the same page again and again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import astuple, dataclass

import orjson

from search.database.ranking import freshness
from search.repeats import Repeats
from search.states import state_at

#: What a second, third... result of one page still counts: the reader is there with the first.
AGAIN = 0.6


@dataclass(frozen=True, slots=True)
class Facts:
    """What the order needs to know of a document; kept in the index as one short text, which is read faster than six fields."""

    type: str
    group: str
    origin: str
    boost: float
    updated: str | None
    dates: Mapping[str, str]
    programme: str = ""

    def written(self) -> str:
        """As kept in the index."""
        return orjson.dumps(astuple(self)).decode()

    @classmethod
    def read(cls, text: str) -> "Facts":
        """From the index."""
        return cls(*orjson.loads(text))

    def worth(self, at: dt.datetime) -> float:
        """By what its score is multiplied now."""
        updated = dt.datetime.fromisoformat(self.updated) if self.updated else None
        return self.boost * freshness(state_at(moments(self.dates), at), updated, self.type, at)


@dataclass(slots=True)
class Found:
    """A document that the index found, not yet read from the register."""

    key: str
    score: float
    facts: Facts


def moments(dates: Mapping[str, str]) -> dict[str, dt.datetime]:
    """Dates from their texts."""
    return {name: dt.datetime.fromisoformat(moment) for name, moment in dates.items()}


def ordered(found: list[Found], first: int, at: dt.datetime) -> list[Found]:
    """The ``first`` ones by what they are worth; the rest as they came. What repeats the one before it counts less."""
    best, rest = found[:first], found[first:]
    for one in best:
        one.score *= one.facts.worth(at)
    best.sort(key=lambda one: -one.score)
    repeats = Repeats(AGAIN)
    for one in best:
        one.score *= repeats.worth(one.facts.origin, one.facts.type, one.facts.programme)
    return sorted(best, key=lambda one: -one.score) + rest
