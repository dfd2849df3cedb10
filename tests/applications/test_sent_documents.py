"""Documents of a file that was sent: reopening it never un-sends one, and nothing that was never sent shows to the staff or on the receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms_app.applications.models import Draft, Submission, SubmissionVersion, Upload
from forms_app.applications.paper import receipt
from forms_app.applications.services import reopen, submit_draft, withdraw
from forms_app.applications.services.uploads import add_upload, documents_of, move_upload, remove_upload, sent_documents
from forms_app.engine.definition import definition_of
from portal.core.fingerprints import fingerprint
from tests.applications.backoffice.makers import LIST, content_of, draft_of, manager, open_call, signed_in
from tests.applications.test_uploads import photo
from tests.factories_forms import commune

pytestmark = pytest.mark.django_db
CODE = "123456789012"


@pytest.fixture
def draft() -> Draft:
    """A whole draft whose form asks for up to three documents."""
    return draft_of(open_call(), commune())[0]


def add(draft: Draft, name: str, **options: str) -> Upload:
    question = definition_of(draft.form_version).question("papers")
    return add_upload(draft=draft, question=question, file=SimpleUploadedFile(name, photo()), at=timezone.now(), **options)


def take_back(upload: Upload) -> None:
    remove_upload(draft=upload.draft, public_id=upload.public_id, at=timezone.now())


def send(draft: Draft) -> Submission:
    return submit_draft(draft=draft, resume_code=CODE, language="ar", at=timezone.now())


def correct(file: Submission) -> None:
    reopen(submission=file, at=timezone.now())


def shown(file: Submission) -> list[str]:
    """Names of the documents on the page of the staff."""
    context = signed_in(manager()).get(f"{LIST}inspect/{file.pk}/").context
    return [one.name for group in context["groups"] for fact in group["facts"] for one in fact.get("documents", ())]


def opened(file: Submission, upload: Upload) -> int:
    answer = signed_in(manager()).get(f"/admin/files/{file.pk}/document/{upload.public_id}/")
    if answer.status_code == 200:
        content_of(answer)
    return answer.status_code


def received(file: Submission) -> list[str]:
    """Names of the documents on the paper, after the answers."""
    return receipt._received(Submission.objects.get(pk=file.pk))[1:]


def kept(upload: Upload) -> tuple[bool, bool]:
    """Whether its row and its bytes are there."""
    return Upload.objects.filter(pk=upload.pk).exists(), upload.file.storage.exists(upload.file.name)


def test_what_was_sent_is_shown_while_a_correction_is_not_sent(draft):
    was_sent = add(draft, "sent.jpg")
    file = send(draft)
    correct(file)
    take_back(was_sent)
    unsent = add(draft, "unsent.jpg")
    assert (shown(file), received(file), [opened(file, one) for one in (was_sent, unsent)]) == (["sent.jpg"], ["sent.jpg"], [200, 404])
    assert [one.name for one in documents_of(draft=draft)["papers"]] == ["unsent.jpg"]


def test_withdrawn_in_the_middle_of_a_correction_it_is_what_was_sent(draft):
    was_sent = add(draft, "sent.jpg")
    file = send(draft)
    correct(file)
    add(draft, "unsent.jpg", instead_of=was_sent.public_id)
    withdraw(submission=file, at=timezone.now())
    assert (shown(file), received(file)) == (["sent.jpg"], ["sent.jpg"])


def test_sent_again_the_new_documents_count(draft):
    first = add(draft, "first.jpg")
    file = send(draft)
    correct(file)
    take_back(first)
    second = add(draft, "second.jpg")
    send(draft)
    assert (shown(file), received(file), [opened(file, one) for one in (first, second)]) == (["second.jpg"], ["second.jpg"], [404, 200])


def test_they_stand_in_the_order_in_which_they_were_sent(draft):
    pages = [add(draft, name) for name in ("a.jpg", "b.jpg")]
    file = send(draft)
    correct(file)
    move_upload(draft=draft, public_id=pages[1].public_id, place=0, at=timezone.now())
    assert (shown(file), received(file)) == (["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"])


def test_a_document_taken_back_is_kept_for_every_version_that_names_it_and_no_other(draft, django_capture_on_commit_callbacks):
    first = add(draft, "first.jpg")
    file = send(draft)
    send(draft_of(draft.call, commune())[0])  # another woman's, that names none of them
    with django_capture_on_commit_callbacks(execute=True):
        correct(file)
        take_back(first)
        second = add(draft, "second.jpg")
        send(draft)
        correct(file)
        take_back(second)
        third = add(draft, "third.jpg")
        fourth = add(draft, "fourth.jpg", instead_of=third.public_id)
        take_back(fourth)
    assert [kept(one) for one in (first, second, third, fourth)] == [(True, True), (True, True), (False, False), (False, False)]
    prints = [SubmissionVersion.objects.get().documents_sha256, Submission.objects.get(draft=draft).documents_sha256]
    assert prints == [fingerprint([[one.public_id, one.sha256]]) for one in (first, second)]


def test_a_file_without_a_draft_or_without_documents_has_none(draft):
    file = send(draft)
    assert (sent_documents(submission=file), shown(file), received(file)) == ({}, [], [])
    assert sent_documents(submission=Submission(form_version=file.form_version, answers={"papers": ["x"]})) == {}


def test_what_was_sent_costs_the_same_with_and_without_documents(draft, django_assert_num_queries):
    for names in ((), ("a.jpg", "b.jpg")):
        for name in names:
            add(draft, name)
        correct(send(draft))
        file = Submission.objects.select_related("form_version").get()
        with django_assert_num_queries(1):
            assert [one.name for one in sent_documents(submission=file).get("papers", ())] == list(names)
