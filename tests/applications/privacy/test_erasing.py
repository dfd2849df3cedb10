"""Erasing a file or a draft: once, for good, of this person only; nowhere to be found afterwards."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.models import Draft, Erasure, PersonalCopy, PreparedOutcome, Status, Submission, SubmissionAct, Upload
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.results import FilesOfCalls
from forms_app.applications.services import NotNow, record_outcome, reopen, save_typed, submit_draft, withdraw
from forms_app.applications.services.copies import keep_copy
from forms_app.applications.services.earlier import may_copy
from forms_app.applications.services.erasing import draft_ident, erase_draft, erase_file
from forms_app.applications.services.outcomes_csv import Verdict, judge, read_table
from forms_app.applications.services.prepared import apply_prepared, prepare_outcome
from forms_app.applications.words import _ERASED, _TITLES, STATES, time_line
from forms_app.calls.services.subscriptions import Followed, follow
from portal.core.models import AuditEntry, OutboxMessage
from search.elastic import files_index
from tests.applications.backoffice.makers import LIST, content_of, draft_of, manager, open_call, signed_in
from tests.factories_forms import commune

from .ground import PHONE, a_file, add_document, everything, officer

pytestmark = pytest.mark.django_db
REQUEST = Erasure.Reason.REQUEST


def erase(file: Submission, reason: str = REQUEST, **values: object) -> bool:
    return erase_file(submission=file, reason=reason, at=timezone.now(), **values)


def test_twice_is_once():
    file, by = a_file(), officer()
    assert (erase(file, by=by), erase(file, by=by)) == (True, False)
    assert SubmissionAct.objects.filter(kind="erased").count() == AuditEntry.objects.filter(act="submission.erased").count() == 1
    assert sorted(Erasure.objects.values_list("kind", flat=True)) == ["draft", "file"]


def test_what_it_says_in_the_audit_and_on_the_time_line():
    file, by = a_file(), officer()
    erase(file, by=by)
    entry = AuditEntry.objects.get(act="submission.erased")
    assert (entry.actor_id, entry.details) == (by.pk, {"reference": file.reference, "reason": "request"})
    last = time_line(file)[-1]
    assert (last["title"], last["text"], file.erased_from) == (str(_TITLES[SubmissionAct.Kind.ERASED]), _ERASED[REQUEST], "received")


def test_the_bytes_go_after_the_commit_and_not_before(django_capture_on_commit_callbacks):
    file = everything()
    places = [*file.draft.uploads.values_list("file", flat=True), *file.draft.annexes.values_list("file", flat=True)]
    with django_capture_on_commit_callbacks(execute=True):
        erase(file)
        before = [private_storage().exists(place) for place in places]
    assert (before, [private_storage().exists(place) for place in places], Erasure.objects.get(kind="file").places) == ([True, True], [False, False], "")


def test_what_no_key_opens_is_erased_unread(settings):
    file = everything()
    draft, _code = draft_of(file.call, commune())
    for one in (file.draft, draft):
        save_typed(draft=one, step="project", typed={"idea": ["زيت"]}, at=timezone.now())
    settings.DATA_KEYS = ["not the key it was written under"]
    assert (erase(Submission.objects.defer("sealed").get(pk=file.pk)), erase_draft(draft=draft, reason=REQUEST, at=timezone.now())) == (True, True)
    assert (Submission.objects.get().sealed, [version.sealed for version in file.versions.all()], Draft.objects.count()) == ({}, [{}], 0)


def test_a_telephone_that_others_share_keeps_their_messages():
    of = open_call()
    hers, others = a_file(of, phone=PHONE), a_file(of, phone=PHONE)
    erase(hers)
    left = {message.dedupe: bool(message.body and message.address_hash) for message in OutboxMessage.objects.all()}
    assert sorted(left.values()) == [False, True]
    erase(others)
    assert {(message.body, message.address_hash, message.state) for message in OutboxMessage.objects.all()} == {("", "", "dead")}


def test_news_of_calls_she_follows_still_comes_when_her_file_is_erased():
    file = a_file()
    follow(channel="sms", to=PHONE, language="ar", what=Followed(), at=timezone.now())
    erase(file)
    assert sorted(bool(message.body) for message in OutboxMessage.objects.all()) == [False, True]


def test_it_is_nowhere_in_the_admin():
    file, browser = a_file(), signed_in(manager("export_submission"))
    there = browser.get(LIST).content.decode().count(file.reference)
    erase(file)
    pages = [
        browser.get(LIST),
        browser.get(LIST, {"status": "erased"}),
        browser.post(LIST, {"typed": file.reference[:10]}),
        browser.post(LIST, {"typed": "فاطمة"}),
    ]
    found = [file.reference in page.content.decode() for page in pages]
    codes = [browser.get(f"{LIST}inspect/{file.pk}/").status_code, browser.get(reverse("files_outcome", args=[file.pk])).status_code]
    assert (bool(there), found, codes, files_index.indexed().count()) == (True, [False] * 4, [404, 404], 0)


def test_it_is_in_no_export():
    kept, gone = a_file(), a_file()
    erase(gone)
    browser = signed_in(manager("export_submission"))
    table = content_of(browser.post("/admin/files/exports/", {"format": "csv", "query": ""})).decode()
    assert (kept.reference in table, gone.reference in table) == (True, False)


def test_nothing_more_happens_to_it():
    file, by = a_file(), manager()
    prepare_outcome(submission=file, outcome="selected", by=by, at=timezone.now())
    erase(file)
    judged = judge(read_table(f"reference,outcome\n{file.reference},selected\n".encode()), by=by)[0]
    with pytest.raises(NotNow):
        reopen(submission=file, at=timezone.now())
    with pytest.raises(NotNow):
        withdraw(submission=file, at=timezone.now())
    with pytest.raises(ValidationError):
        record_outcome(submission=file, outcome="selected", by=by, at=timezone.now())
    done = apply_prepared(call=file.call, at=timezone.now())
    assert (judged.verdict, done, may_copy(earlier=file, call=file.call), PreparedOutcome.objects.count()) == (Verdict.WRONG, 0, False, 0)


@pytest.mark.parametrize(("withdrawn", "received"), [(False, 2), (True, 1)])
def test_a_file_withdrawn_and_then_erased_was_never_received(withdrawn, received):
    of = open_call()
    a_file(of)
    file = a_file(of)
    if withdrawn:
        withdraw(submission=file, at=timezone.now())
    erase(Submission.objects.get(pk=file.pk))
    Submission.objects.update(synthetic=False)
    assert FilesOfCalls().results(call=of).received == received


def test_a_draft_goes_with_all_that_hangs_on_it(django_capture_on_commit_callbacks):
    draft, _code = draft_of(open_call(), commune())
    place = add_document(draft).file.name
    with django_capture_on_commit_callbacks(execute=True):
        done = [erase_draft(draft=draft, reason=REQUEST, at=timezone.now(), by=officer()) for _each in range(2)]
    assert (done, Draft.objects.count(), Upload.objects.count(), private_storage().exists(place)) == ([True, False], 0, 0, False)
    assert AuditEntry.objects.get(act="draft.erased").details["reason"] == "request"


def test_a_draft_that_was_sent_is_a_file_and_not_erased_alone():
    file = a_file()
    assert (erase_draft(draft=file.draft, reason=REQUEST, at=timezone.now()), Submission.objects.get().status) == (False, Status.RECEIVED)


def test_sending_a_draft_that_was_erased_meanwhile_says_that_it_is_gone():
    draft, code = draft_of(open_call(), commune())
    erase_draft(draft=Draft.objects.get(pk=draft.pk), reason=REQUEST, at=timezone.now())
    with pytest.raises(Draft.DoesNotExist):
        submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())


def test_copies_made_for_her_go_too(django_capture_on_commit_callbacks):
    file = a_file()
    draft, _code = draft_of(open_call(), commune())
    with django_capture_on_commit_callbacks(execute=True):
        copies = []
        for held in (file.reference, draft_ident(file.draft), draft_ident(draft), "1001-000009-9"):
            with keep_copy(content=ContentFile(b"PK"), holds=[held], by=officer(), at=timezone.now()) as copy:
                copies.append(copy)
        erase(file)
        erase_draft(draft=draft, reason=REQUEST, at=timezone.now())
    there = [(bool(copy.path), private_storage().exists(before.path)) for before in copies for copy in [PersonalCopy.objects.get(pk=before.pk)]]
    assert there == [(False, False), (False, False), (False, False), (True, True)]


def test_a_copy_that_could_not_be_noted_leaves_its_bytes_nowhere():
    class Refused(Exception):
        pass

    with pytest.raises(Refused), keep_copy(content=ContentFile(b"PK"), holds=[], by=officer(), at=timezone.now()) as copy:
        raise Refused
    assert not private_storage().exists(copy.path)
    assert not PersonalCopy.objects.exists()


def test_every_state_has_words_for_her():
    assert set(STATES) == set(Status)
