"""Conditions as data: ``{"key": "has_idea", "in": ["yes"]}``. Decided on the server; a browser may mirror them, never decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Condition:
    """True when the answer to ``key`` is, or contains, one of ``values``."""

    key: str
    values: frozenset[str]

    @classmethod
    def read(cls, data: Mapping | None) -> Self | None:
        """A condition from its JSON; nothing from nothing."""
        return cls(data["key"], frozenset(map(str, data["in"]))) if data else None


def holds(condition: Condition | None, answers: Mapping[str, object]) -> bool:
    """Whether a condition is met by these answers. No condition is always met; an unanswered question meets none."""
    if condition is None:
        return True
    answer = answers.get(condition.key)
    given = answer if isinstance(answer, list | tuple) else [answer]
    return not condition.values.isdisjoint(str(value) for value in given if value is not None)
