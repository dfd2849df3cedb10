"""What goes when its time is over. Each app says what it keeps, how much of it is over, and how to let it go; one command does it every day.

Periods are ``RETENTION_DAYS`` of the settings. Decision 722.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from .audit import record_act
from .logs import Told
from .models import ClockRun

logger = logging.getLogger(__name__)

#: The act under which every run is kept in the audit.
ACT = "retention.applied"


@dataclass(frozen=True)
class Due:
    """How many things are over, and the moments of the first and of the last of them."""

    count: int = 0
    first: dt.datetime | dt.date | None = None
    last: dt.datetime | dt.date | None = None

    def __add__(self, other: "Due") -> "Due":
        firsts = [moment for moment in (self.first, other.first) if moment is not None]
        lasts = [moment for moment in (self.last, other.last) if moment is not None]
        return Due(self.count + other.count, min(firsts, default=None), max(lasts, default=None))


@dataclass(frozen=True)
class Rule:
    """One kind of thing that is kept for a time.

    ``due(at)`` counts what is over and changes nothing. ``apply(at)`` lets it go, in small transactions, and says how many: it may be
    stopped anywhere and run again. ``held()``: it is only reported.
    """

    name: str
    due: Callable[[dt.datetime], Due]
    apply: Callable[[dt.datetime], int]
    held: Callable[[], bool]


@dataclass(frozen=True)
class Line:
    """One line of the report: what was over, and how much of it is gone now. ``failed``: something kept the rest from going."""

    name: str
    due: Due
    done: int
    held: bool
    failed: bool = False


_rules: dict[str, Rule] = {}


def register_retention(name: str, *, due: Callable[[dt.datetime], Due], apply: Callable[[dt.datetime], int], held: Callable[[], bool] = lambda: False) -> None:
    """Add a rule, from ``AppConfig.ready()``; registering a name again replaces it."""
    _rules[name] = Rule(name, due, apply, held)


def known_rules() -> list[str]:
    """Names of all rules, in order."""
    return sorted(_rules)


def apply_retention(*, at: dt.datetime, dry_run: bool = False, only: Iterable[str] | None = None) -> list[Line]:
    """Let go what is over, rule by rule, and keep the report in the audit; with ``dry_run`` only say what would go. A rule that fails stops no other."""
    lines = [_line(_rules[name], at, dry_run=dry_run) for name in sorted(_rules if only is None else only)]
    if not dry_run:
        record_act(act=ACT, of=ClockRun(job="apply_retention"), at=at, **_as_details(lines))
    return lines


def _line(rule: Rule, at: dt.datetime, *, dry_run: bool) -> Line:
    due, held = rule.due(at), rule.held()
    if dry_run or held or not due.count:
        return Line(rule.name, due, 0, held)
    try:
        return Line(rule.name, due, rule.apply(at), held)
    except Exception:
        logger.exception("What is kept too long could not all go (%s)", Told(rule.name))
        return Line(rule.name, due, max(due.count - rule.due(at).count, 0), held, failed=True)


def _as_details(lines: Iterable[Line]) -> dict[str, Any]:
    """Counts and dates only, of what was over."""
    details: dict[str, Any] = {}
    for line in lines:
        if line.due.count:
            details |= {line.name: line.done, f"{line.name}_from": line.due.first, f"{line.name}_to": line.due.last}
            if line.held:
                details[f"{line.name}_held"] = line.due.count
            if line.failed:
                details[f"{line.name}_failed"] = True
    return details


def due_among(rows: QuerySet, *, moment: str) -> Due:
    """What a queryset holds, counted in the database."""
    found = rows.order_by().aggregate(count=Count("pk"), first=Min(moment), last=Max(moment))
    return Due(**found)
