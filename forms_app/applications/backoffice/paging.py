"""Pages of a long list by where they begin, not by number: page 10,000 costs what page 1 costs. Decision 451.

Nothing is counted but a narrowed list, and that only up to a thousand.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from forms_app.applications.models import Submission

#: Beyond it the list says "1,000 or more".
MOST_COUNTED = 1000
_TOKEN = re.compile(r"(\d{1,12})\.(\d{6})-(-?\d{1,18})", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Place:
    """Where a page begins: the file beside it."""

    sent: dt.datetime
    pk: int

    @classmethod
    def read(cls, token: str) -> "Place | None":
        """From an address; ``None`` when it is no place."""
        match = _TOKEN.fullmatch(token[:40])
        if not match:
            return None
        try:
            return cls(_EPOCH + dt.timedelta(seconds=int(match[1]), microseconds=int(match[2])), int(match[3]))
        except OverflowError:
            return None

    @classmethod
    def of(cls, file: Submission) -> "Place":
        """The place of a file."""
        return cls(file.submitted_at, file.pk)

    def __str__(self) -> str:
        since = self.sent - _EPOCH
        return f"{since.days * 86400 + since.seconds}.{since.microseconds:06d}-{self.pk}"

    def condition(self, *, newer: bool) -> Q:
        """Files that were sent after it, or before it. One range of the index: the file's own minute is cut off afterwards."""
        if newer:
            return Q(submitted_at__gte=self.sent) & ~Q(submitted_at=self.sent, pk__lte=self.pk)
        return Q(submitted_at__lte=self.sent) & ~Q(submitted_at=self.sent, pk__gte=self.pk)


class Paginator:
    """What Wagtail's list asks of a paginator. Only a narrowed list is counted, and never beyond a thousand and one."""

    def __init__(self, files: QuerySet[Submission], *, counted: bool) -> None:
        self._files, self._counted = files, counted

    @cached_property
    def count(self) -> int:
        """How many files, at most one more than are counted; 0 when nobody wants to know."""
        if not self._counted:
            return 0
        return self._files.order_by()[: MOST_COUNTED + 1].values("pk").count()

    @property
    def more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MOST_COUNTED

    def get_elided_page_range(self, number: object = 1) -> list:
        """There are no numbers."""
        return []


@dataclass(frozen=True)
class KeysetPage:
    """One page, with the places where the next and the previous one begin; empty when there is none."""

    object_list: list[Submission]
    paginator: Paginator
    after: str = ""
    before: str = ""

    def __iter__(self) -> object:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return bool(self.after)

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before."""
        return bool(self.before)

    def has_other_pages(self) -> bool:
        """As Django's."""
        return self.has_next or self.has_previous


def page_of_files(
    files: QuerySet[Submission], *, size: int, oldest_first: bool = False, after: str = "", before: str = "", counted: bool = False
) -> KeysetPage:
    """The page after, or before, a place; the first when neither is one. ``files`` come in no order."""
    paginator = Paginator(files, counted=counted)
    backwards = Place.read(before) if before and not after else None
    start = backwards or Place.read(after)
    ascending = oldest_first != bool(backwards)
    if start:
        files = files.filter(start.condition(newer=ascending))
    signs = ("submitted_at", "pk") if ascending else ("-submitted_at", "-pk")
    found = list(files.order_by(*signs)[: size + 1])
    further, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return KeysetPage([], paginator)
    first, last = str(Place.of(found[0])), str(Place.of(found[-1]))
    has_next, has_previous = (True, further) if backwards else (further, bool(start))
    return KeysetPage(found, paginator, after=last if has_next else "", before=first if has_previous else "")
