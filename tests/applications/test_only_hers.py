"""What is done with the file of one woman changes no row of another's."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from forms_app.applications import models
from forms_app.applications.models import Draft, DraftStep, Erasure, Submission
from forms_app.applications.services import find_by_code, record_outcome, reopen, save_step, send_code, submit_draft, withdraw
from forms_app.applications.services.erasing import erase_file
from forms_app.applications.services.uploads import remove_upload, turn_upload
from tests.applications.backoffice.makers import open_call, sent

from .privacy.ground import DAY, everything, officer

pytestmark = pytest.mark.django_db
OF_FILE = (models.SubmissionVersion, models.SubmissionAct, models.PreparedOutcome, models.TrackingCode)
OF_DRAFT = (models.DraftStep, models.DraftShare, models.Upload, models.Annex)


def rows_of(file: Submission) -> dict[str, list]:
    """All that is kept of a file."""
    found = [Submission.objects.filter(pk=file.pk), Draft.objects.filter(pk=file.draft_id)]
    found += [model.objects.filter(submission=file.pk) for model in OF_FILE] + [model.objects.filter(draft=file.draft_id) for model in OF_DRAFT]
    return {rows.model.__name__: list(rows.order_by("pk").values()) for rows in found}


def correct(file: Submission) -> None:
    draft, now = reopen(submission=file, at=timezone.now()), timezone.now()
    for step in draft.steps.all():
        save_step(draft=draft, step=step.step, answers=step.everything, at=now)
    submit_draft(draft=draft, resume_code="", language="ar", at=now)


def done_with(file: Submission) -> Iterator[str]:
    """Everything that may be done with a file, one after the other."""
    now = timezone.now()
    Submission.objects.filter(pk=file.pk).update(status="received", phone_owner="mine")
    send_code(reference=file.reference, at=now)
    tried = [find_by_code(reference=file.reference, code=typed, at=now) for typed in ("000000", "111111")]
    assert tried == [None, file]
    yield "codes"
    page = file.draft.uploads.get()
    turn_upload(draft=file.draft, public_id=page.public_id, turn=90, at=now)
    remove_upload(draft=file.draft, public_id=page.public_id, at=now)
    yield "documents"
    correct(Submission.objects.get(pk=file.pk))
    yield "corrected"
    record_outcome(submission=file, outcome="selected", by=officer(), at=timezone.now())
    yield "decided"
    erase_file(submission=file, reason=Erasure.Reason.REQUEST, at=timezone.now())
    yield "erased"


def test_no_row_of_another_file_changes(monkeypatch):
    monkeypatch.setattr("forms_app.applications.services.tracking.secrets.randbelow", lambda _limit: 111111)
    made = open_call()
    hers, others, third = everything(made), everything(made), sent(made)
    Submission.objects.filter(pk=hers.pk).update(person_key="", version=2)
    Draft.objects.update(reopened_at=timezone.now(), expires_at=timezone.now() + DAY)
    DraftStep.objects.filter(draft=others.draft_id).update(typed={"idea": ["زيت"]})
    before = rows_of(others)
    assert all(before.values()), "nothing to lose"
    for act in done_with(hers):
        assert (act, rows_of(others)) == (act, before)
    withdraw(submission=third, at=timezone.now())
    assert rows_of(others) == before
