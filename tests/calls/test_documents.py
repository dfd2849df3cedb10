"""Documents of calls: kept privately, handed out once readers were told of them, forgotten when a draft puts them away."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from forms_app.calls.models import Call, CallDocument, State
from forms_app.calls.services import add_document, remove_document
from portal.core.private_files import private_storage
from tests.calls.acts import AT, DAY, DO, OPENS, WORDS, Kind, call_in

pytestmark = pytest.mark.django_db
DRAFTED = AT[State.DRAFT]


def pdf(words: str) -> bytes:
    return f"%PDF-1.7\n{words}\n%%EOF\n".encode()


def put(made: Call, words: str, *, at=DRAFTED, **more: object) -> CallDocument:
    """A document with these words in it."""
    file = SimpleUploadedFile("budget.pdf", pdf(words))
    return add_document(call=made, kind="other", title=WORDS, language="fr", file=file, by=None, at=at, **more)


def bytes_of(document: CallDocument) -> bytes:
    with document.content() as file:
        return file.read()


def lies_in_public(document: CallDocument, data: bytes) -> str:
    """The document as an earlier release kept it; the name of its file."""
    private_storage().delete(document.file.name)
    name = default_storage.save(f"calls/2026/11/essai-{document.file.name[-10:-4]}.pdf", ContentFile(data))
    CallDocument.objects.filter(pk=document.pk).update(file=name)
    return name


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_document_lies_privately_under_a_name_nobody_guesses():
    document = put(call_in(State.DRAFT, slug="essai"), "one")
    assert (default_storage.exists(document.file.name), private_storage().exists(document.file.name)) == (False, True)
    assert re.sub(r"[\w-]{22}", "x", document.file.name) == "calls/2026/11/x.pdf"


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_what_a_draft_puts_away_is_forgotten_with_its_bytes(client, how, django_capture_on_commit_callbacks):
    made = call_in(State.DRAFT)
    wrong = put(made, "internal budget")
    with django_capture_on_commit_callbacks(execute=True):
        if how == "removed":
            remove_document(document=wrong, by=None, at=DRAFTED)
        else:
            put(made, "notice", replaces=wrong)
    DO[Kind.PUBLISHED](made, DRAFTED)
    kept = {"removed": [], "replaced": [pdf("notice")]}[how]
    assert [bytes_of(one) for one in made.documents.all()] == kept
    assert (private_storage().exists(wrong.file.name), client.get(f"/fr/calls/{made.slug}/documents/{wrong.pk}/").status_code) == (False, 404)


def test_what_an_earlier_release_left_of_a_draft_is_handed_to_nobody(client):
    made = call_in(State.DRAFT)
    wrong, stays = put(made, "internal budget"), put(made, "notice")
    CallDocument.objects.filter(pk=wrong.pk).update(removed_at=DRAFTED)
    DO[Kind.PUBLISHED](made, DRAFTED)
    remove_document(document=stays, by=None, at=OPENS, reason="mistake")
    refused, given = (client.get(one.get_absolute_url()) for one in (wrong, stays))
    assert (refused.status_code, b"".join(given.streaming_content)) == (404, pdf("notice"))


def test_a_new_document_comes_last_also_after_some_were_forgotten():
    made = call_in(State.DRAFT)
    first = [put(made, f"{number}") for number in range(3)]
    for one in first[:2]:
        remove_document(document=one, by=None, at=DRAFTED)
    last = put(made, "last")
    assert list(made.documents.all()) == [first[2], last]


def test_a_document_of_an_earlier_release_is_found_where_it_lies(client):
    made = call_in(State.DRAFT)
    document = put(made, "one")
    lies_in_public(document, pdf("one"))
    DO[Kind.PUBLISHED](made, DRAFTED)
    assert b"".join(client.get(document.get_absolute_url()).streaming_content) == pdf("one")


def test_documents_of_an_earlier_release_are_moved_once_and_whole(capsys):
    """The second is half there, as after a power cut; the third is shared with a call that was launched again."""
    made = [call_in(State.DRAFT), call_in(State.DRAFT)]
    documents = [put(made[0], word) for word in ("one", "two", "three")]
    names = [lies_in_public(one, pdf(word)) for one, word in zip(documents, ("one", "two", "three"), strict=True)]
    private_storage().save(names[1], ContentFile(pdf("two")[:9]))
    again = put(made[1], "three")
    CallDocument.objects.filter(pk=again.pk).update(file=names[2])
    for _twice in range(2):
        call_command("move_call_documents")
    found = [bytes_of(one) for one in CallDocument.objects.order_by("pk")]
    assert (found, [default_storage.exists(name) for name in names]) == ([pdf("one"), pdf("two"), pdf("three"), pdf("three")], [False] * 3)
    assert capsys.readouterr().out == "documents of calls moved: 3\ndocuments of calls moved: 0\n"


def test_a_document_that_is_not_what_it_was_stays_where_it_is():
    name = lies_in_public(put(call_in(State.DRAFT), "one"), b"damaged")
    with pytest.raises(CommandError, match=name):
        call_command("move_call_documents")
    assert (default_storage.exists(name), private_storage().exists(name)) == (True, False)


def test_bytes_that_an_earlier_release_left_in_public_are_forgotten_too(django_capture_on_commit_callbacks):
    document = put(call_in(State.DRAFT), "one")
    name = lies_in_public(document, pdf("one"))
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=CallDocument.objects.get(pk=document.pk), by=None, at=DRAFTED + DAY)
    assert default_storage.exists(name) is False
