"""Erased while she edits it in another tab. Needs a database that locks rows: SQLite's shared in-memory test database cannot show it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.models import Draft, DraftStep, Erasure, Status, Submission, Upload
from forms_app.applications.services import reopen, submit_draft
from forms_app.applications.services.erasing import erase_file
from tests.applications.backoffice.makers import draft_of, open_call
from tests.factories_forms import commune

from .ground import browser_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="runs in the PostgreSQL part of tools/test"),
]
PROJECT = {"wizard-current_step": "project", "wizard-version": "1", "idea": "فكرة جديدة", "agree": "on"}
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def _own_list(settings, tmp_path):
    settings.ERASURE_LIST = str(tmp_path / "erasures.jsonl")


def being_corrected() -> tuple[Submission, str]:
    draft, code = draft_of(open_call(), commune())
    file = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    reopen(submission=file, at=timezone.now())
    return file, code


def erased_while(file: Submission, work: Callable[[], object]) -> object:
    """What the other tab answers, when its page was asked for before the erasure and is worked on after it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
            tab = pool.submit(_closing, work)
            _until_it_waits(tab)
        return tab.result()


def _closing(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connection.close()


def _until_it_waits(tab: Future) -> None:
    for _each in range(400):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0] or tab.done():
                return
        time.sleep(0.01)


@pytest.mark.parametrize("what", ["save", "type", "upload", "send"])
def test_the_other_tab_is_told_that_the_file_is_gone(what):
    file, code = being_corrected()
    draft = Draft.objects.get()
    client = browser_of(draft, code)
    where = {"call": file.call.slug, "draft": draft.public_id}
    step = reverse("apply_step", kwargs=where | {"step": "project"})
    paper = {"wizard-current_step": "project", "papers": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj trailer<<>>\n%%EOF", "application/pdf")}
    ways = {
        "save": lambda: client.post(step, PROJECT),
        "type": lambda: client.post(f"{step}autosave/", PROJECT),
        "upload": lambda: client.post(f"{step}upload/", paper),
        "send": lambda: client.post(reverse("apply_check", kwargs=where), {"key": str(draft.idempotency_key), "send": "yes"}),
    }
    answer = erased_while(file, ways[what])
    left = (Submission.objects.get().status, Submission.objects.get().version, Submission.objects.get().full_name)
    assert (answer.status_code, left) == (404, (Status.ERASED, 1, ""))
    assert (Draft.objects.count(), DraftStep.objects.count(), Upload.objects.count()) == (0, 0, 0)


def test_two_officers_at_once_erase_it_once():
    file, _code = being_corrected()

    def erase() -> bool:
        return erase_file(submission=Submission.objects.get(), reason=Erasure.Reason.REQUEST, at=timezone.now())

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(lambda _each: _closing(erase), range(2)))
    assert (done, Submission.objects.get().acts.filter(kind="erased").count(), file.reference) == ([False, True], 1, Submission.objects.get().reference)
