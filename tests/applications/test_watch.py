"""What machines are told of applications: counts, nothing of a sealed call, and documents that wait too long."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.models import Submission, Upload
from forms_app.applications.services import submit_draft
from forms_app.applications.watch import drafts_by_state, files_by_state, uploads
from forms_app.calls.models import Call
from tests.factories_forms import call, commune, complete_draft, form

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def send(made: Call) -> Submission:
    draft, code = complete_draft(made, commune())
    return submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())


def test_files_and_drafts_are_counted_by_state():
    form()
    made = call()
    send(made)
    complete_draft(made, commune())
    assert (dict(files_by_state()), drafts_by_state()) == ({"received": 1}, {"unsent": 1, "reopened": 0})


def test_made_up_files_are_not_counted():
    form()
    send(call(sample=True))
    assert dict(files_by_state()) == {}


def test_nothing_of_a_sealed_call_is_counted_before_its_opening():
    form()
    made = call(sealed=True)
    send(made)
    complete_draft(made, commune())
    assert (dict(files_by_state()), drafts_by_state()) == ({}, {"unsent": 0, "reopened": 0})


@pytest.mark.parametrize(("minutes", "ok"), [(59, True), (60, False)])
def test_a_document_that_waits_for_its_virus_check_too_long_is_told(minutes, ok):
    form()
    draft, _code = complete_draft(call(), commune())
    for scan in (Upload.Scan.WAITING, Upload.Scan.CLEAN):
        Upload.objects.create(draft=draft, question="papers", name="a.pdf", size=1, scan=scan, created_at=NOW - dt.timedelta(minutes=minutes))
    found = uploads(NOW)
    assert (found.ok, found.numbers) == (ok, {"unscanned": 1, "unscanned_long": int(not ok)})
