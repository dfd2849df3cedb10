"""Where the results of a call come from: the room above keeps the files and says so here (``register_results_source``)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forms_app.calls.models import Call

#: In the order in which a call narrows down.
COUNTS = ("received", "preselected", "selected")


@dataclass(frozen=True)
class Results:
    """What became of the files of a call. A count that does not apply is ``None``; ``listed`` names bodies, and women by reference only."""

    received: int
    preselected: int | None
    selected: int | None
    listed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int | None]:
        """The three counts by name."""
        return {name: getattr(self, name) for name in COUNTS}


def check_counts(numbers: Mapping[str, int | None]) -> None:
    """Nothing, for counts by name that can be true of one call; those not stated are passed over.

    Raises:
        ValidationError: more selected than pre-selected, or than were received.
    """
    stated = [number for name in COUNTS if (number := numbers[name]) is not None]
    if stated != sorted(stated, reverse=True):
        raise ValidationError({"selected": _("No more can be selected than were pre-selected, nor pre-selected than were received.")})


class ResultsSource(Protocol):
    """What the room of the files answers."""

    def results(self, *, call: Call) -> Results | None:
        """As they stand; ``None`` when no file of the call was received here."""
        ...

    def foreseen(self, *, call: Call) -> tuple[Results | None, int]:
        """As they would be once the outcomes prepared are applied, and how many are."""
        ...

    def apply(self, *, call: Call, by: User | None, at: dt.datetime) -> int:
        """Record the outcomes prepared, each once; how many."""
        ...

    def register(self, *, call: Call) -> list[dict[str, Any]]:
        """``number``, ``reference`` and ``at`` of every file, in the order of arrival."""
        ...


class NoFiles:
    """Before anything is registered: calls whose files nobody here receives."""

    def results(self, *, call: Call) -> Results | None:
        """None."""
        return None

    def foreseen(self, *, call: Call) -> tuple[Results | None, int]:
        """None."""
        return None, 0

    def apply(self, *, call: Call, by: User | None, at: dt.datetime) -> int:
        """None."""
        return 0

    def register(self, *, call: Call) -> list[dict[str, Any]]:
        """None."""
        return []


_source: list[ResultsSource] = [NoFiles()]


def register_results_source(source: ResultsSource) -> None:
    """Say who keeps the files; the last one counts."""
    _source[0] = source


def results_source() -> ResultsSource:
    """Who keeps the files."""
    return _source[0]
