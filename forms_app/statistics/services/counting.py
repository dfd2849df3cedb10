"""Counting the registrations of a month: one pass over a narrow index (migration 0013 of applications), whatever they answered."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, cast

from django.db import connection
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet

from forms_app.applications.models import Submission
from forms_app.calls.models import Call
from forms_app.engine.definition import Definition, definition_of
from forms_app.engine.models import FormVersion
from forms_app.statistics.dictionary import KIND, NOT_GIVEN, NOWHERE, PERSON, WOMEN, dictionary
from forms_app.statistics.months import month_of, next_month
from portal.core.days import midnight
from regions.models import Region

#: ``{field: {region code: {answer: number}}}``
Counts = dict[str, dict[str, dict[str, int]]]
REGISTRATIONS, ALL = "registrations", "all"
_KEYS_AT_ONCE = 5_000


class Ground:
    """What every month of a run needs: calls, regions, and who sent more than one file. Read once."""

    def __init__(self) -> None:
        self.opened = cast(dict[int, dt.datetime], dict(Call.objects.filter(unsealed_at__isnull=False).values_list("pk", "unsealed_at")))
        self.kinds = dict(Call.objects.values_list("pk", "kind"))
        self.of_women = [pk for pk, kind in self.kinds.items() if kind == WOMEN]
        self.regions = dict(Region.objects.values_list("pk", "code"))

    def known_at(self, call: int, sent: dt.datetime) -> dt.datetime:
        """When a file became known: as it was sent, or with the opening act of its sealed call."""
        return max(sent, self.opened.get(call, sent))

    def first_month(self) -> dt.date | None:
        """The month of the first registration; ``None`` before there is one."""
        usual = real_files().exclude(call__in=self.opened).aggregate(first=Min("submitted_at"))["first"]
        has_files = Exists(Submission.objects.filter(call=OuterRef("pk"), synthetic=False))
        opening = Call.objects.filter(has_files, pk__in=self.opened).aggregate(first=Min("unsealed_at"))["first"]
        return min((month_of(moment) for moment in (usual, opening) if moment), default=None)

    def files_of(self, month: dt.date) -> QuerySet[Submission]:
        """The real files that became known in a month."""
        start, end = midnight(month), midnight(next_month(month))
        just_opened = [pk for pk, at in self.opened.items() if start <= at < end]
        opened_later = [pk for pk, at in self.opened.items() if at >= end]
        arrived = Q(submitted_at__gte=start, submitted_at__lt=end)
        if just_opened or opened_later:
            arrived = arrived & ~Q(call__in=[*just_opened, *opened_later]) | Q(call__in=just_opened, submitted_at__lt=end)
        return real_files().filter(arrived)

    def forms_of(self, months: Iterable[dt.date]) -> list[Definition]:
        """The forms that women filled in, of the files that became known in these months."""
        of_women = [self.files_of(month).filter(call__in=self.of_women, form_version=OuterRef("pk")) for month in months]
        versions = {version.pk: version for files in of_women for version in FormVersion.objects.filter(Exists(files))}
        return [definition_of(versions[pk]) for pk in sorted(versions)]

    @cached_property
    def further(self) -> dict[dt.date, Counter[str]]:
        """By month and region: files of women who had sent one before, wherever."""
        found: dict[dt.date, Counter[str]] = defaultdict(Counter)
        women = frozenset(self.of_women)
        seen: set[str] = set()
        for some in repeated_keys():
            files = real_files().filter(person_key__in=some).values_list("person_key", "call_id", "submitted_at", "pk", "region_id")
            known_files = ((key, self.known_at(call, sent), pk, region, call in women) for key, call, sent, pk, region in files)
            for key, known, _pk, region, hers in sorted(known_files):
                if hers and key in seen:
                    found[month_of(known)][self.place(region)] += 1
                seen.add(key)
        return found

    def place(self, region: int | None) -> str:
        """A region's official code."""
        return self.regions[region] if region else NOWHERE


def repeated_keys() -> Iterator[list[str]]:
    """Keys of persons and bodies that more than one file bears, some hundreds at a time. An index holds them in order."""
    files = Submission.objects.exclude(person_key="").order_by().values("person_key").annotate(files=Count("pk")).filter(files__gt=1)
    keys = list(files.values_list("person_key", flat=True))
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield keys[start : start + _KEYS_AT_ONCE]


def real_files() -> QuerySet[Submission]:
    """Neither made up nor of a call that is still sealed; whatever became of them since."""
    return Submission.objects.filter(synthetic=False).opened().order_by()


def count_month(month: dt.date, ground: Ground) -> Counts:
    """The exact numbers of a month: every file by the kind of its call, those of women by what they answered."""
    files = ground.files_of(month)
    counts: Counts = defaultdict(lambda: defaultdict(Counter))
    for column, region, answer, number, of_women in _grouped(files, ("call_id", *dictionary().columns), ground.of_women):
        place = ground.place(region)
        if column == "call_id":
            counts[KIND][place][ground.kinds[answer]] += number
            counts[REGISTRATIONS][place][ALL] += number
        elif of_women:
            counts[column][place][_code(answer)] += of_women
    _count_persons(counts, files.filter(call__in=ground.of_women), ground, month)
    return {field: {place: dict(numbers) for place, numbers in places.items()} for field, places in counts.items()}


def _count_persons(counts: Counts, files: QuerySet[Submission], ground: Ground, month: dt.date) -> None:
    """First files and further ones. Who gave no number may be anybody: she is counted apart."""
    unknown = Counter({ground.place(region): number for region, number in files.filter(person_key="").values_list("region_id").annotate(Count("pk"))})
    for place, numbers in counts[KIND].items():
        further = ground.further[month][place]
        parts = {"first": numbers[WOMEN] - unknown[place] - further, "further": further, NOT_GIVEN: unknown[place]}
        counts[PERSON][place].update({part: number for part, number in parts.items() if number})


def _code(answer: object) -> str:
    if answer is None or answer == "":
        return NOT_GIVEN
    return ("no", "yes")[answer] if isinstance(answer, bool | int) else str(answer)


def _grouped(files: QuerySet[Submission], columns: tuple[str, ...], of_women: Sequence[int]) -> Iterator[tuple[str, int | None, Any, int, int]]:
    """Column, region, value, and how many files of all and of women's calls, for every column.

    PostgreSQL reads the index once for all of them; others once a column.
    """
    hers = Q(call__in=[*of_women, 0])  # no call has this number, and a list is never empty
    if connection.vendor != "postgresql":
        for column in columns:
            for region, value, number, women in files.values_list("region_id", column).annotate(Count("pk"), women=Count("pk", filter=hers)):
                yield column, region, value, number, women
        return
    statement, params = files.annotate(hers=ExpressionWrapper(hers, BooleanField())).values("region_id", "hers", *columns).query.sql_with_params()
    sets = ", ".join(f"(region_id, {column})" for column in columns)
    selected = ", ".join(columns)
    counted = "count(*), count(*) FILTER (WHERE hers)"
    with connection.cursor() as cursor:
        # Names of columns are the model's and the dictionary's; every value is a parameter of the inner statement.
        cursor.execute(f"SELECT GROUPING({selected}), region_id, {selected}, {counted} FROM ({statement}) files GROUP BY GROUPING SETS ({sets})", params)  # noqa: S608
        for grouped, region, *values, number, women in cursor:
            place = next(place for place in range(len(columns)) if not grouped >> (len(columns) - 1 - place) & 1)
            yield columns[place], region, values[place], number, women
