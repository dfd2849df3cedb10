"""What is published, put together from the counted months. Nothing here reads an exact number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core.generation import current_generation
from portal.core.kept import kept

from .models import CountedMonth
from .months import last_day, quarter
from .protect import added

_SECONDS = 3600


@dataclass(frozen=True)
class MonthOfRegion:
    """A number that went out. ``number`` is ``None`` while it is held back; ``since`` says from which month on it was gathered."""

    month: dt.date
    region: str
    number: int | None
    since: dt.date


@dataclass(frozen=True)
class AnswersOfRegion:
    """A row of answers: of a field, a region and a quarter."""

    quarter: str
    region: str
    field: str
    shown: dict[str, int]
    together: int


@dataclass(frozen=True)
class Publication:
    """The state at the end of a month: every number that went out until then, and sums of them."""

    as_of: dt.date
    smallest: int
    months: tuple[MonthOfRegion, ...]
    answers: tuple[AnswersOfRegion, ...]
    sha256: str = field(default="", compare=False)

    @property
    def total(self) -> int:
        """Registrations shown."""
        return sum(one.number or 0 for one in self.months)

    @property
    def held_back(self) -> bool:
        """Whether some are not shown yet, because they are few."""
        last = max(one.month for one in self.months)
        return any(one.number is None for one in self.months if one.month == last)

    def by_month(self) -> dict[dt.date, int]:
        """Shown with each month, over all regions."""
        return added({one.month: one.number or 0} for one in self.months)

    def by_region(self) -> dict[str, int]:
        """Shown of each region, over all months."""
        return added({one.region: one.number or 0} for one in self.months)

    def of_field(self, name: str) -> AnswersOfRegion:
        """The answers of a field over all regions and quarters."""
        rows = [one for one in self.answers if one.field == name]
        return AnswersOfRegion("", "", name, added(one.shown for one in rows), sum(one.together for one in rows))


def publication_of(rows: Sequence[CountedMonth]) -> Publication | None:
    """Put the published numbers of these months together; ``None`` without any."""
    if not rows:
        return None
    months = [
        MonthOfRegion(row.month, region, one["number"], dt.date.fromisoformat(one["since"])) for row in rows for region, one in row.shown["months"].items()
    ]
    answers = [
        AnswersOfRegion(quarter(row.month), region, name, one["shown"], one["together"])
        for row in rows
        for name, regions in row.shown.get("rows", {}).items()
        for region, one in regions.items()
    ]
    return Publication(last_day(rows[-1].month), rows[-1].smallest, tuple(months), tuple(answers), rows[-1].sha256)


def published(*, until: dt.date | None = None) -> Publication | None:
    """The publication in force, or as it stood on the last day of an earlier month; ``None`` before the first, or when that month has none."""
    made = publication_of([row for row in _rows() if until is None or row.month <= until])
    return made if made is None or until in (None, made.as_of) else None


def dates() -> list[dt.date]:
    """The dates of every state that was published, the newest first."""
    return [last_day(row.month) for row in reversed(_rows())]


def _rows() -> list[CountedMonth]:
    """Every counted month, without its exact numbers: read once a content generation."""
    return kept(f"statistics:months:{current_generation()}", lambda: list(CountedMonth.objects.defer("counts")), timeout=_SECONDS)
