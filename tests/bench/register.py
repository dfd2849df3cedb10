"""The public register of a day with 100,000 files: made, checked against the files, and one receipt looked up. Decision 741."""

import datetime as dt
import time

from django.db import connection
from django.utils import timezone

from forms_app.applications.models import RegisterFile, Submission
from forms_app.applications.register.checking import Outcome, check_receipt
from forms_app.applications.register.making import make_register, midnight_after
from forms_app.applications.register.verifying import verify_register
from forms_app.applications.services import submit_draft
from regions.models import Commune
from tests.factories_forms import call, complete_draft

from .table import Table, forget_peak, memory, peak_memory, seconds, spread

_FILES, _EARLIER = 100_000, 200_000
#: Seconds: issue 7.
_BAR = 10
#: What differs from one copy of a file to the next; the rest is the first one's. ``n`` is the copy's number.
_OWN = {
    "postgresql": {
        "idempotency_key": "gen_random_uuid()",
        "salt": "upper(md5(random()::text))",
        "submitted_at": "submitted_at - n %% 80000 * interval '1 second'",
    },
    "sqlite": {
        "idempotency_key": "lower(hex(randomblob(16)))",
        "salt": "hex(randomblob(16))",
        "submitted_at": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', submitted_at, '-' || (n %% 80000) || ' seconds')",
    },
}


def measure(table: Table) -> None:
    """Those of the day before have their lines already."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    draft, code = complete_draft(call(slug="bench-register"), Commune.objects.order_by("code").first())
    noon = midnight_after(yesterday) - dt.timedelta(seconds=1)
    first = submit_draft(draft=draft, resume_code=code, language="ar", at=noon - dt.timedelta(days=1))
    earlier, files = (2_000, 1_000) if table.quick else (_EARLIER, _FILES)
    _copy(first, 1, earlier, days=0)
    before = seconds(lambda: make_register(at=noon - dt.timedelta(hours=20)))
    table.add(f"a day of {earlier:,} files, made at once (a portal that begins its register late)", before, "s")
    _copy(first, earlier + 1, files, days=1)
    forget_peak()
    idle = memory()
    busy = time.process_time()
    table.add(f"a day of {files:,} files, among {earlier + files:,}: made", seconds(lambda: make_register(at=timezone.now())), "s", at_most=_BAR)
    table.add("  of which this process was busy", time.process_time() - busy, "s")
    table.add(f"memory beyond the {idle:.0f} MB before", peak_memory() - idle, "MB")
    text = RegisterFile.objects.order_by("-number").first()
    table.add("its text", len(text.text) / 1e6, "MB")
    assert text.text.count("\n") - 10 == files, (text.text.count("\n"), text.text[:2000])
    table.add("the same night again: nothing to do", seconds(lambda: make_register(at=timezone.now())), "s")
    one = Submission.objects.order_by("-pk").first()
    assert check_receipt(reference=one.reference, salt=one.salt).outcome == Outcome.LISTED
    table.add("one receipt checked, p95", spread(lambda: check_receipt(reference=one.reference, salt=one.salt), 5 if table.quick else 30)[1], "ms")
    found = []
    taken = seconds(lambda: found.append(verify_register()))
    table.add(f"all {earlier + files:,} files and texts verified", taken, "s")
    table.add("  of which for 100,000 files", taken * 100_000 / (earlier + files), "s")
    assert (found[0].faults, found[0].lines) == ([], earlier + files + 1), found[0].faults[:3]
    Submission.objects.filter(pk=one.pk).update(documents_sha256="0" * 64)
    assert (check_receipt(reference=one.reference, salt=one.salt).outcome, len(verify_register().faults)) == (Outcome.CHANGED, 1)


def _copy(first: Submission, start: int, count: int, *, days: int) -> None:
    """Files like the first one, of so many days later, each with a number, a key, a moment and a code of its own; written in SQL, which takes a minute."""
    own = _OWN[connection.vendor] | {"reference": "'9' || (n + 1000000000)", "draft_id": "NULL"}
    if days:
        later = {"postgresql": "({}) + interval '1 day'", "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {}, '+1 day')"}[connection.vendor]
        own["submitted_at"] = later.format(own["submitted_at"])
    columns = [field.column for field in Submission._meta.concrete_fields if field.column != "id"]
    values = ", ".join(own.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
            f"INSERT INTO applications_submission ({', '.join(columns)}) SELECT {values} FROM applications_submission, numbers WHERE id = %s",
            [start, start + count - 1, first.pk],
        )
        cursor.execute("ANALYZE")
