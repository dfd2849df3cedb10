"""Receipts on paper: PDF a second, one after the other and on both processors, in each language."""

import time
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone
from django.utils.translation import override

from forms_app.applications.paper.receipt import receipt_paper
from forms_app.applications.services import submit_draft
from portal.core import languages
from regions.models import Commune
from tests.factories_forms import call, complete_draft

from .table import Table, spread

_PAPERS, _THREADS = 60, 2


def measure(table: Table) -> None:
    """One file; its receipt drawn again and again, as each woman's is drawn once."""
    draft, code = complete_draft(call(slug="bench-receipts"), Commune.objects.order_by("code").first())
    submission = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    times = 5 if table.quick else _PAPERS
    for language in languages.codes():
        with override(language):
            median, slowest = spread(lambda language=language: receipt_paper(submission=submission, secret="12345678", language=language), times)
        table.add(f"receipts a second, one after the other: {language}", 1000 / median, "/s")
        table.add(f"one receipt, p95: {language}", slowest, "ms")

    def paper(_number: int) -> None:
        with override("ar"):
            receipt_paper(submission=submission, secret="12345678", language="ar")

    begun = time.perf_counter()
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(paper, range(times)))
    table.add(f"receipts a second, {_THREADS} at once: ar", times / (time.perf_counter() - begun), "/s")
