"""Conditions as data: ``{"key": "has_idea", "in": ["yes"]}``, or several under ``all`` or ``any``.

Decided on the server; a browser may mirror them, never decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Several:
    """True when all of its parts are, or (``every`` false) at least one."""

    parts: tuple["Condition | Several", ...]
    every: bool

    def holds(self, answers: Mapping[str, object]) -> bool:
        """Whether these answers meet it."""
        return (all if self.every else any)(part.holds(answers) for part in self.parts)

    def leaves(self) -> Iterator[Condition]:
        """The plain conditions it is made of."""
        for part in self.parts:
            yield from part.leaves()


def read_condition(data: Mapping | None) -> Condition | Several | None:
    """A condition from its JSON; nothing from nothing."""
    if not data:
        return None
    for word in ("all", "any"):
        if word in data:
            return Several(tuple(read_condition(part) for part in data[word]), every=word == "all")
    return Condition(data["key"], frozenset(map(str, data["in"])))


def holds(condition: Condition | Several | None, answers: Mapping[str, object]) -> bool:
    """Whether a condition is met by these answers. No condition is always met."""
    return condition is None or condition.holds(answers)
