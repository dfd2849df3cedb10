"""The list of calls and its feeds with 50 calls and with 5,000: time and queries of the same pages."""

import datetime as dt
from collections.abc import Callable
from itertools import cycle

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.calls.models import Call
from programmes.models import Programme
from regions.models import Province, Region
from tests.factories_forms import programme

from .table import Table, spread

FEW, MANY = 50, 5_000
_QUERIES, _SLOWER, _TIMES = 10, 1.5, 60
DAY = dt.timedelta(days=1)
#: Days from now of opening, closing, study, results, cancelling: a call of every state, so that both sizes show the same cards.
_SHAPES = (
    (-20, 3, None, None, None), (-20, 20, None, None, None), (12, 42, None, None, None), (-60, -20, -19, None, None),
    (-90, -50, -49, -9, None), (-40, -8, None, None, None), (-30, 15, None, None, -2), (-400, -365, None, None, None),
)  # fmt: skip
PAGES = {
    "the list": "/fr/calls/",
    "its last page but one": "/fr/calls/?page={deep}",
    "open": "/fr/calls/?state=open",
    "closed, one region": "/fr/calls/?state=closed&region=souss-massa",
    "four filters": "/fr/calls/?state=open&kind=associations&region=souss-massa&closing=30",
}
FEEDS = {"Atom": "/fr/calls/feed.atom", "iCalendar": "/fr/calls/calendar.ics", "JSON": "/fr/calls/calls.json"}
#: Whose pages have as many cards at either size.
_SAME_CARDS = ("the list", "its last page but one")


def measure(table: Table) -> None:
    """The same addresses twice over; the frame of the page is warm, as it is for all readers but the first."""
    sizes = (20, 60) if table.quick else (FEW, MANY)
    p95: dict[str, list[float]] = {}
    for size in sizes:
        fill(size)
        for what, read in _reads(size).items():
            with CaptureQueriesContext(connection) as asked:
                read()
            queries = len(asked)  # before the next request forgets them
            median, high = spread(read, 5 if table.quick else _TIMES)
            p95.setdefault(what, []).append(high)
            table.add(f"{what}, {size:,} calls: queries", queries, at_most=_QUERIES)
            table.add(f"{what}, {size:,} calls: median", median, "ms")
            table.add(f"{what}, {size:,} calls: p95", high, "ms")
    for what, (few, many) in p95.items():
        table.ratio(f"{what}: p95 with {sizes[1]:,} / with {sizes[0]:,}", many, few, at_most=_SLOWER if what in _SAME_CARDS else None)


def fill(size: int) -> None:
    """That many calls, of every state, kind and territory by turns."""
    now = timezone.now()
    there = Call.objects.count()
    programme()
    programmes, kinds, shapes = cycle(Programme.objects.all()), cycle(Call.Kind.values), cycle(_SHAPES)
    made = [
        _call(number, next(shapes), now, programme=next(programmes), kind=next(kinds) if number % 3 else Call.Kind.ASSOCIATIONS)
        for number in range(there, size)
    ]
    made = Call.objects.bulk_create(made)
    regions, provinces = cycle(Region.objects.all()), cycle(Province.objects.all()[:20])
    Call.regions.through.objects.bulk_create(Call.regions.through(call=call, region=next(regions)) for call in made[::2])
    Call.provinces.through.objects.bulk_create(Call.provinces.through(call=call, province=next(provinces)) for call in made[1::4])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _call(number: int, shape: tuple, now: dt.datetime, **values: object) -> Call:
    text = {"ar": "انتقاء جمعيات تحتضن مشاريع النساء وتواكبها. " * 8, "fr": "Choisir des associations qui accompagnent les projets de femmes. " * 8}
    moments = dict(zip(("opens_at", "closes_at", "review_started_at", "results_published_at", "cancelled_at"), shape, strict=True))
    return Call(
        number=1001 + number,
        slug=f"bench-call-{number}",
        title={"ar": f"دعوة لإبداء الاهتمام {number}", "fr": f"Appel à manifestation d’intérêt {number}"},
        summary=text, who=text, what_next=text, contact=text,
        published_at=now - 500 * DAY,
        **{name: now + (days + number / 50_000) * DAY for name, days in moments.items() if days is not None},
        **values,
    )  # fmt: skip


def _reads(size: int) -> dict[str, Callable[[], object]]:
    client = Client()

    def get(address: str) -> Callable[[], object]:
        def read() -> None:
            if address in FEEDS.values():
                cache.clear()  # a feed is kept for a minute: here it is made each time
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        read()
        return read

    deep = max(1, -(-size // 12) - 1)
    return {what: get(address.format(deep=deep)) for what, address in {**PAGES, **FEEDS}.items()}
