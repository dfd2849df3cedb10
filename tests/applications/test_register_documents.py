"""Walking the register: the documents of what was sent are listed as they were, and their very bytes are read."""

import copy
import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from forms_app.applications.models import Submission, Upload
from forms_app.applications.register.verifying import verify_register
from forms_app.applications.services import reopen, save_step, start_draft, submit_draft
from forms_app.applications.services.uploads import add_upload, move_upload, remove_upload, turn_upload
from forms_app.engine.definition import definition_of
from tests.factories_forms import JISR, answers, call, commune, form

from .annexes_ground import STEP, photo, sent
from .register_ground import at, day, make_until

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return verify_register().faults


@pytest.fixture
def papers() -> list[Upload]:
    """A photo and two pages of an annex, sent, and sent again with the pages turned and moved; another correction is under way."""
    definition, pages = copy.deepcopy(JISR), STEP["questions"][0]
    definition["steps"].insert(0, {**STEP, "questions": [pages, {**pages, "key": "card", "annex": False}]})
    form(definition=definition)
    draft, code = start_draft(call=call(), language="ar", filled_by="self", at=at())
    asked = definition_of(draft.form_version)
    made = [
        add_upload(draft=draft, question=asked.question(key), file=sent(photo(colour=colour)), at=at())
        for key, colour in (("statutes", "red"), ("statutes", "blue"), ("card", "green"))
    ]
    joined = {"papers": {"statutes": [one.public_id for one in made[:2]], "card": [made[2].public_id]}}
    for step, given in (answers(commune()) | joined).items():
        save_step(draft=draft, step=step, answers=given, at=at())
    first = submit_draft(draft=draft, resume_code=code, language="ar", at=at())
    reopen(submission=first, at=at(1))
    turn_upload(draft=draft, public_id=made[0].public_id, turn=90, at=at(1))
    again = submit_draft(draft=draft, resume_code=code, language="ar", at=at(1))
    make_until(1)
    reopen(submission=again, at=at(2))
    move_upload(draft=draft, public_id=made[0].public_id, place=1, at=at(2))
    turn_upload(draft=draft, public_id=made[0].public_id, turn=180, at=at(2))
    remove_upload(draft=draft, public_id=made[2].public_id, at=at(2))
    return made


def test_documents_are_those_that_were_sent_whatever_a_correction_changes(papers):
    assert faults() == []


def overwritten(upload: Upload) -> str:
    upload.file.storage.delete(upload.file.name)
    upload.file.storage.save(upload.file.name, ContentFile(b"other"))
    return f"has a document, {upload.public_id}, that has other bytes"


def lost(upload: Upload) -> str:
    upload.file.storage.delete(upload.file.name)
    return f"has a document, {upload.public_id}, that cannot be read"


@pytest.mark.parametrize("change", [overwritten, lost])
def test_a_document_whose_bytes_changed_is_named_in_every_version_that_has_it(papers, change):
    said = change(papers[2])
    name = Submission.objects.get().reference
    assert faults() == [f"{day(number).isoformat()}: {name}, version {number + 1} {said}" for number in (0, 1)]
    assert verify_register(documents=False).faults == []


def test_a_document_changed_with_its_own_fingerprint_is_found_by_the_list(papers):
    overwritten(papers[1])
    Upload.objects.filter(pk=papers[1].pk).update(sha256=hashlib.sha256(b"other").hexdigest())
    Upload.objects.filter(pk=papers[0].pk).delete()
    name = Submission.objects.get().reference
    assert faults() == [
        f"{day(number).isoformat()}: {name}, version {number + 1} {fault}"
        for number in (0, 1)
        for fault in (f"has a document, {papers[0].public_id}, that is gone", "has other documents")
    ]


def test_the_command_reads_documents_unless_it_is_told_not_to(papers):
    lost(papers[2])
    call_command("verify_register", without_bytes=True)
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_register")
