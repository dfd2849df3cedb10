"""Conditions as data: ``{"key": "has_idea", "in": ["yes"]}``, ``{"key": "created", "years": {"at_most": 4}}``, or several under ``all`` or ``any``.

Decided on the server; a browser may mirror them, never decide.
"""

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from django.utils import timezone

#: How deep ``all`` and ``any`` may lie in one another; deeper, nobody understands the form.
MAX_DEPTH = 3


@dataclass(frozen=True)
class Condition:
    """True when the answer to ``key`` is, or contains, one of ``values``."""

    key: str
    values: frozenset[str]

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers meet it; an unanswered question meets none."""
        answer = answers.get(self.key)
        given = answer if isinstance(answer, list | tuple) else [answer]
        return not self.values.isdisjoint(str(value) for value in given if value is not None)

    def leaves(self) -> Iterator["Condition"]:
        """Itself."""
        yield self


#: What may be said of the years between an answered date and today. On the anniversary itself a year is full, and not yet exceeded.
SPANS: dict[str, Callable[[dt.date, dt.date], bool]] = {"at_least": operator.le, "less_than": operator.gt, "at_most": operator.ge, "more_than": operator.lt}


@dataclass(frozen=True)
class Elapsed:
    """True when the date answered to ``key`` lies so many years back, counted to today in Moroccan time.

    Its truth changes with the day: rules may use it, what is asked may not.
    """

    key: str
    span: str
    years: int

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers meet it today; no date meets none."""
        try:
            date = dt.date.fromisoformat(str(answers.get(self.key) or ""))
        except ValueError:
            return False
        return SPANS[self.span](anniversary(date, self.years), timezone.localdate())

    def leaves(self) -> Iterator["Elapsed"]:
        """Itself."""
        yield self


def anniversary(date: dt.date, years: int) -> dt.date:
    """The same day so many years later; the 29th of February has its own on the 1st of March of a common year."""
    try:
        return date.replace(year=date.year + years)
    except ValueError:
        return dt.date(date.year + years, 3, 1)


@dataclass(frozen=True)
class Several:
    """True when all of its parts are, or (``every`` false) at least one."""

    parts: tuple["Condition | Elapsed | Several", ...]
    every: bool

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers meet it."""
        return (all if self.every else any)(part.holds(answers) for part in self.parts)

    def leaves(self) -> Iterator[Condition | Elapsed]:
        """The plain conditions it is made of."""
        for part in self.parts:
            yield from part.leaves()


def read_condition(data: Mapping | None) -> Condition | Elapsed | Several | None:
    """A condition from its JSON; nothing from nothing."""
    if not data:
        return None
    for word in ("all", "any"):
        if word in data:
            return Several(tuple(cast("Condition | Elapsed | Several", read_condition(part)) for part in data[word]), every=word == "all")
    if "years" in data:
        ((span, years),) = data["years"].items()
        return Elapsed(data["key"], span, years)
    return Condition(data["key"], frozenset(map(str, data["in"])))


def holds(condition: Condition | Elapsed | Several | None, answers: Mapping[str, object]) -> bool:
    """Whether a condition is met by these answers. No condition is always met."""
    return condition is None or condition.holds(answers)
