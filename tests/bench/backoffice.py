"""The back office when it is full: list pages at 1,000, 64,677 and 1,000,000 files; making files; exporting 64,677 of them."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench.table import Table, forget_peak, memory, peak_memory, spread

PRINTED = 64_677
LIST = "/admin/snippets/applications/submission/"
_TIMES = 30
#: Pages of fifty rows already among a thousand files; the others show fewer rows there, and rows are most of what a page costs.
_FULL_AT_ANY_SIZE = ("first page, whole country", "last page but one, whole country", "first page, one region", "look-up of a telephone")


def measure(table: Table) -> None:
    """Fill the same database three times over; every size is measured with the same pages."""
    from django.core.management import call_command

    call_command("load_programme", verbosity=0)
    sizes = (200, 400, 800) if table.quick else (1_000, PRINTED, 1_000_000)
    readers = _readers()
    p95: dict[str, list[float]] = {}
    for size in sizes:
        _fill(table, size, last=size == sizes[-1])
        for what, read in _pages(readers).items():
            median, high = spread(read, 5 if table.quick else _TIMES)
            p95.setdefault(what, []).append(high)
            table.add(f"{what}, {size:,} files: median", median, "ms")
            table.add(f"{what}, {size:,} files: p95", high, "ms")
        if size == sizes[1]:
            _export(table)
    for what, (small, _middle, large) in p95.items():
        table.ratio(f"{what}: p95 at {sizes[2]:,} / at {sizes[0]:,}", large, small, at_most=1.5 if what in _FULL_AT_ANY_SIZE else None)


def _readers() -> dict[str, object]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from portal.core.models import Assignment, Role
    from regions.models import Province, Region

    held = {
        "manager": (Role.PROGRAMME_MANAGER, {}),
        "region": (Role.REGIONAL_AGENT, {"region": Region.objects.get(code="07")}),
        "province": (Role.PROVINCIAL_AGENT, {"province": Province.objects.filter(region__code="09").first()}),
    }
    readers = {}
    for name, (role, territory) in held.items():
        user = get_user_model().objects.create(username=f"bench-{name}")
        Assignment.objects.create(user=user, role=role, **territory)
        readers[name] = Client()
        readers[name].force_login(user)
    return readers


def _fill(table: Table, size: int, *, last: bool) -> None:
    """By the generator; the million by copying its rows in SQL under other numbers, which takes minutes instead of half an hour."""
    from django.core.management import call_command
    from django.db import connection

    from forms_app.applications.models import Submission

    there = Submission.objects.count()
    begun, busy = time.perf_counter(), time.process_time()
    if last and connection.vendor == "postgresql":
        _copy(size - there, there)
        return
    call_command("generate_submissions", count=size - there, seed=size, verbosity=0)
    if size >= PRINTED or table.quick:
        seconds, made = time.perf_counter() - begun, size - there
        table.add(f"generate_submissions, {made:,} files", seconds * PRINTED / made, f"s for {PRINTED:,}", at_most=60)
        table.add("  of which this process was busy", (time.process_time() - busy) * PRINTED / made, f"s for {PRINTED:,}")


def _copy(wanted: int, there: int) -> None:
    """Rows of their own reference, key, name and moment; ANALYZE as autovacuum would."""
    from django.db import connection

    from forms_app.applications.models import Submission

    own = {
        "id": "nextval(pg_get_serial_sequence('applications_submission', 'id'))",
        "reference": "'9' || lpad((n * 1000000 + id)::text, 15, '0')",
        "idempotency_key": "gen_random_uuid()",
        "submitted_at": "submitted_at - n * interval '61 days' - random() * interval '60 days'",
        "phone": "'+2126' || lpad((random() * 99999999)::int::text, 8, '0')",
        "name_key": "reverse(name_key) || ' ' || n",
    }
    columns = [field.column for field in Submission._meta.concrete_fields]
    times = -(-wanted // there)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO applications_submission ({', '.join(columns)}) SELECT {', '.join(own.get(column, column) for column in columns)} "
            f"FROM applications_submission, generate_series(1, {times}) n LIMIT {wanted}"
        )
        cursor.execute("VACUUM ANALYZE applications_submission")


def _pages(readers: dict[str, object]) -> dict[str, Callable[[], object]]:
    from forms_app.applications.models import Submission
    from regions.models import Region

    deep = f"?after={_place(Submission.objects.order_by('submitted_at')[60:61].get())}"
    region = Region.objects.get(code="07").pk
    name = Submission.objects.exclude(name_key="").order_by("submitted_at").first().name_key.split()[-1][:12]

    def get(reader: str, query: str = "") -> Callable[[], object]:
        return lambda: _answered(readers[reader].get(LIST + query))

    return {
        "first page, whole country": get("manager"),
        "last page but one, whole country": get("manager", deep),
        "first page, one region": get("region"),
        "first page, one province": get("province"),
        "three filters": get("manager", f"?region={region}&education_level=university&head_of_household=true"),
        "possible duplicates": get("manager", "?possible_duplicate=true"),
        "look-up of a name": lambda: _answered(readers["manager"].post(LIST, {"typed": name})),
        "look-up of a telephone": lambda: _answered(readers["manager"].post(LIST, {"typed": "0612345678"})),
    }


def _place(file: object) -> str:
    from forms_app.applications.backoffice.paging import Place

    return str(Place.of(file))


def _answered(response: object) -> None:
    assert response.status_code == 200, response.status_code


def _export(table: Table) -> None:
    from forms_app.applications.backoffice.rights import sealed_condition
    from forms_app.applications.models import Submission
    from forms_app.applications.services.export import columns_of, write_csv, write_xlsx

    files = Submission.objects.order_by()
    everything = sealed_condition(type("Anybody", (), {"is_superuser": True}))
    plain = columns_of(files=files, language="ar", synthetic=True)
    sealed = columns_of(files=files, language="ar", entitled=everything, synthetic=True)
    table.add("export: columns", len(plain.headings))
    table.add("export: columns with the sensitive answers", len(sealed.headings))
    wide = replace(sealed, sealed=())
    table.add("export: columns with those about her situation", len(wide.headings))
    for what, columns, write, bar in (
        ("CSV", plain, write_csv, 2),
        ("CSV with her situation", wide, write_csv, 2),
        ("Excel with her situation", wide, write_xlsx, 12),
        ("CSV with encrypted answers", sealed, write_csv, None),
        ("Excel with encrypted answers", sealed, write_xlsx, None),
    ):
        _one_export(table, what, files, columns, write, bar)


def _one_export(table: Table, what: str, files: object, columns: object, write: Callable, bar: float | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        options = {"right_to_left": True} if "Excel" in what else {}
        forget_peak()
        before, begun, busy = memory(), time.perf_counter(), time.process_time()
        write(files=files, columns=columns, path=path, **options)
        table.add(f"{what}: time", time.perf_counter() - begun, "s", at_most=bar)
        table.add(f"{what}: this process was busy", time.process_time() - busy, "s")
        table.add(f"{what}: memory beyond the {before:.0f} MB of an idle process, at the most", peak_memory() - before, "MB", at_most=120)
        table.add(f"{what}: size", path.stat().st_size / 1e6, "MB")
