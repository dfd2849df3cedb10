"""Statistics over 1,000,000 registrations: the months counted and published, the page cold and kept, and what the staff asks."""

import datetime as dt

from tests.bench.table import Table, seconds, spread

_FILES, _QUICK = 20_000, 2_000
_WANTED = 1_000_000
#: Whole quarters over which the files are spread.
_MONTHS = 6
_TIMES = 30


def measure(table: Table) -> None:
    """Fill the database once; a bare count of the same rows stands beside every figure."""
    from django.contrib.auth import get_user_model
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import Client

    from forms_app.statistics.models import CountedMonth
    from forms_app.statistics.services import count_months
    from portal.core.days import midnight

    call_command("load_programme", verbosity=0)
    count = _QUICK if table.quick else _FILES
    call_command("generate_submissions", count=count, seed=7, verbosity=0)
    rows = _as_if_real(count if table.quick else _WANTED, count)
    over = midnight(dt.date(2027, 1, 3))
    bare = min(seconds(_bare) for _each in range(3))
    table.add(f"bare SELECT region_id, count(*) ... GROUP BY over {rows:,} files", bare, "s")

    whole = seconds(lambda: count_months(at=over))
    table.add(f"months counted, {rows:,} files by region and {_fields()} fields: once, by the clock", whole, "s")
    table.ratio("  to the bare count", whole, bare)
    table.add("months counted", CountedMonth.objects.count())
    CountedMonth.objects.order_by("-month").first().delete()
    table.add("the last month alone, counted anew", seconds(lambda: count_months(at=over)), "s")

    visitor = Client()
    _answered(visitor.get("/fr/calls/"))  # templates are read once a process
    cache.clear()
    table.add("page with every cache empty", seconds(lambda: _answered(visitor.get("/fr/statistics/"))) * 1000, "ms", at_most=1500)
    median, high = spread(_kept_figures, _TIMES)
    table.add("figures of the page, kept: median", median, "ms")
    table.add("figures of the page, kept: p95", high, "ms", at_most=5)
    table.add("whole page, figures kept: median", spread(lambda: _answered(visitor.get("/fr/statistics/")), _TIMES)[0], "ms")

    staff = Client()
    staff.force_login(get_user_model().objects.create_superuser("bench-figures", password=None))
    for what, query in _questions().items():
        taken = min(seconds(lambda query=query: _answered(staff.get("/admin/figures/", query))) for _each in range(3))
        table.add(f"staff: {what}, files and persons", taken, "s")
        table.ratio("  to the bare count", taken, bare)


def _questions() -> dict[str, dict[str, str]]:
    return {
        "by province": {"by": "province"},
        "by day": {"by": "day"},
        "by education level, one region": {"by": "education_level", "region": "07"},
        "where people stop": {"by": "drafts_stop"},
    }


def _as_if_real(wanted: int, there: int) -> int:
    """Marked real in this throw-away database, copied under other numbers and keys, and spread over whole months. Two in a hundred share a key."""
    from django.db import connection

    from forms_app.applications.models import Submission

    sent = f"timestamptz '2026-07-01 00:00+01' + random() * interval '{30 * _MONTHS} days'"
    own = {
        "synthetic": "false",
        "submitted_at": sent,
        "id": "nextval(pg_get_serial_sequence('applications_submission', 'id'))",
        "reference": "'9' || lpad((n * 1000000 + id)::text, 15, '0')",
        "idempotency_key": "gen_random_uuid()",
        "person_key": "CASE WHEN person_key = '' THEN '' WHEN random() < 0.02 THEN person_key ELSE md5(n || person_key) || md5(person_key || n) END",
    }
    columns = [field.column for field in Submission._meta.concrete_fields]
    if connection.vendor == "postgresql" and wanted > there:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO applications_submission ({', '.join(columns)}) SELECT {', '.join(own.get(column, column) for column in columns)} "
                f"FROM applications_submission, generate_series(1, {-(-wanted // there)}) n LIMIT {wanted - there}"
            )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"UPDATE applications_submission SET synthetic = false, submitted_at = {sent} WHERE synthetic")
            cursor.execute("VACUUM ANALYZE applications_submission")
        else:
            cursor.execute("UPDATE applications_submission SET synthetic = 0")
    return Submission.objects.count()


def _bare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT region_id, count(*) FROM applications_submission GROUP BY region_id")
        cursor.fetchall()


def _fields() -> int:
    from forms_app.statistics.dictionary import dictionary

    return len(dictionary().fields)


def _kept_figures() -> None:
    from django.utils import timezone
    from django.utils.translation import override

    from forms_app.statistics.views import drawn

    with override("fr"):
        drawn(at=timezone.now())


def _answered(response: object) -> None:
    assert response.status_code == 200, response.status_code
