"""Photos of pages: turned, put in order, taken again, joined into one PDF that is kept with what was sent."""

import io
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from forms_app.applications.models import Annex, Draft, Opening, Upload
from forms_app.applications.models.uploads import private_storage
from forms_app.applications.services import save_step, start_draft, submit_draft
from forms_app.applications.services.annexes import join_one, join_waiting, note_sent, put_together, sent_annexes
from forms_app.applications.services.uploads import add_upload, documents_of, move_upload, remove_upload, turn_upload
from forms_app.engine.definition import definition_of
from tests.applications.annexes_ground import annex_call, begun, photo, read, sent
from tests.applications.backoffice.makers import manager, signed_in
from tests.factories_forms import answers, commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A whole draft with no page yet."""
    of = annex_call()
    return filled(start_draft(call=of, language="fr", filled_by="self", at=timezone.now())[0])


def filled(draft: Draft) -> Draft:
    """The same with every other answer given."""
    for step, given in answers(commune()).items():
        save_step(draft=draft, step=step, answers=given, at=timezone.now())
    return draft


def page(draft: Draft, data: bytes, **options: object) -> Upload:
    """One more page of the statutes."""
    question = definition_of(draft.form_version).question("statutes")
    return add_upload(draft=draft, question=question, file=sent(data), at=timezone.now(), **options)


def codes(draft: Draft) -> list[str]:
    return [upload.public_id for upload in documents_of(draft=draft).get("statutes", ())]


def files_kept() -> set[Path]:
    """Whatever lies in the private storage."""
    return {path for path in Path(private_storage().path("")).rglob("*") if path.is_file()}


def test_every_change_asks_for_another_annex_and_forgets_the_one_before(draft):
    first, second, third = (page(draft, photo(colour=colour)) for colour in ("red", "green", "blue"))
    move_upload(draft=draft, public_id=third.public_id, place=0, at=timezone.now())
    turn_upload(draft=draft, public_id=first.public_id, turn=90, at=timezone.now())
    remove_upload(draft=draft, public_id=second.public_id, at=timezone.now())
    annex = Annex.objects.get()
    assert annex.content == [[third.public_id, third.sha256, 0], [first.public_id, first.sha256, 90]]
    assert (join_waiting(), join_waiting(), Annex.objects.get().pages) == (1, 0, 2)
    with Annex.objects.get().file.open("rb") as file:
        assert [one.rotation for one in read(file.read()).pages] == [0, 90]


def test_the_pdf_of_pages_never_sent_goes_with_a_page_taken_back(draft, django_capture_on_commit_callbacks):
    page(draft, photo(colour="red"))
    second = page(draft, photo(colour="green"))
    join_waiting()
    made = Path(Annex.objects.get().file.path)
    assert made in files_kept()
    with django_capture_on_commit_callbacks(execute=True):
        remove_upload(draft=draft, public_id=second.public_id, at=timezone.now())
    assert made not in files_kept()


def test_moving_and_turning_twice_is_moving_and_turning_once(draft):
    pages = [page(draft, photo(colour=colour)).public_id for colour in ("red", "green")]
    for _again in range(2):
        move_upload(draft=draft, public_id=pages[1], place=0, at=timezone.now())
        turn_upload(draft=draft, public_id=pages[1], turn=180, at=timezone.now())
    assert (codes(draft), Upload.objects.get(public_id=pages[1]).turn) == ([pages[1], pages[0]], 180)


def test_taken_again_it_stands_where_the_first_photo_stood(draft):
    first, _second = page(draft, photo(colour="red")), page(draft, photo(colour="green"))
    again = page(draft, photo(colour="black"), instead_of=first.public_id)
    assert (codes(draft)[0], len(codes(draft)), Upload.objects.filter(pk=first.pk).count()) == (again.public_id, 2, 0)


def test_sent_again_under_its_key_a_photo_is_there_once(draft):
    twice = [page(draft, photo(colour="red"), sent_as="key-1-0").pk for _again in range(2)]
    assert (twice[0] == twice[1], Upload.objects.count()) == (True, 1)


def test_pages_changed_while_they_are_joined_leave_nothing_of_before(draft):
    """The row of the first pages is gone when its PDF is made: it is thrown away, the next one is made of the new pages."""
    page(draft, photo())
    old = Annex.objects.get()
    page(draft, photo(colour="green"))
    assert (join_one(old.pk), join_waiting(), Annex.objects.get().pages) == (False, 1, 2)


def test_a_page_that_is_gone_from_the_disk_fails_and_says_so(draft):
    kept = page(draft, photo())
    kept.file.storage.delete(kept.file.name)
    assert (join_waiting(), Annex.objects.get().state) == (1, "failed")


def test_a_page_that_the_disk_does_not_give_now_is_asked_for_again(draft, time_machine):
    """A fault of the machine is over some day: her pages are then put together, as if nothing had been."""
    time_machine.move_to(timezone.now(), tick=False)
    kept = Path(page(draft, photo()).file.path)
    content = kept.read_bytes()
    kept.unlink()
    kept.mkdir()
    with pytest.raises(IsADirectoryError):
        join_waiting()
    kept.rmdir()
    kept.write_bytes(content)
    time_machine.shift(301)
    assert (join_waiting(), Annex.objects.get().state) == (1, "ready")


def test_what_becomes_of_the_annex_of_one_file_concerns_no_other(draft):
    drafts = [draft, *(filled(start_draft(call=draft.call, language="fr", filled_by="self", at=timezone.now())[0]) for _each in range(2))]
    pages = [page(one, photo()) for one in drafts]
    pages[0].file.storage.delete(pages[0].file.name)
    states = []
    for which in (1, 0):
        join_one(Annex.objects.get(draft=drafts[which]).pk)
        states.append([Annex.objects.get(draft=one).state for one in drafts])
    submit_draft(draft=drafts[1], resume_code="x", language="fr", at=timezone.now())
    assert states == [["waiting", "ready", "waiting"], ["failed", "ready", "waiting"]]
    assert [Annex.objects.get(draft=one).sent_at is None for one in drafts] == [True, False, True]


def test_what_was_sent_keeps_its_annex_whatever_is_corrected_later(draft):
    first, second = page(draft, photo(colour="red")), page(draft, photo(colour="green"))
    sending = submit_draft(draft=draft, resume_code="x", language="fr", at=timezone.now())
    turn_upload(draft=draft, public_id=first.public_id, turn=90, at=timezone.now())
    remove_upload(draft=draft, public_id=second.public_id, at=timezone.now())
    join_waiting()
    kept = sent_annexes(submission=sending)["statutes"]
    assert (sending.everything["statutes"], kept.content) == (
        [first.public_id, second.public_id],
        [[first.public_id, first.sha256, 0], [second.public_id, second.sha256, 0]],
    )
    assert (kept.state, kept.pages, Annex.objects.count()) == ("ready", 2, 2)


def test_the_fingerprint_of_what_is_sent_tells_the_order_and_the_turn(draft):
    pages = [page(draft, photo(colour=colour)) for colour in ("red", "green")]
    prints = []
    for turn in (0, 90):
        turn_upload(draft=draft, public_id=pages[0].public_id, turn=turn, at=timezone.now())
        Draft.objects.filter(pk=draft.pk).update(reopened_at=timezone.now())
        prints.append(submit_draft(draft=draft, resume_code="x", language="fr", at=timezone.now()).documents_sha256)
    assert len(set(prints)) == 2


def test_asking_twice_for_the_same_pages_is_one_annex(draft):
    page(draft, photo())
    for _again in range(2):
        put_together(draft=draft, question="statutes", at=timezone.now())
        note_sent(draft=draft, pages=documents_of(draft=draft), at=timezone.now())
    assert Annex.objects.count() == 1


def test_the_step_shows_each_page_with_its_buttons_and_does_what_they_say(client):
    annex_call()
    base = begun(client)
    shown = client.post(f"{base}papers/", {"wizard-current_step": "papers", "upload:statutes": "look", "statutes": [sent(photo()), sent(photo(colour="blue"))]})
    first, second = codes(Draft.objects.get())
    html = shown.content.decode()
    wanted = [f'value="turn:{first}:90"', f'value="move:{first}:1"', f'value="move:{second}:0"', f'value="remove:{second}"', f'name="statutes:again:{first}"']
    assert (shown.status_code, [html.count(part) for part in wanted], html.count('data-joined="waiting"')) == (200, [1] * 5, 1)
    for value in (f"turn:{first}:90", f"move:{second}:0"):
        client.post(f"{base}papers/", {"wizard-current_step": "papers", "upload:statutes": value, "word": "زيت"})
    join_waiting()
    page_now = client.post(f"{base}papers/", {"wizard-current_step": "papers", "upload:statutes": "look", "word": "زيت"}).content.decode()
    assert (codes(Draft.objects.get()), 'data-joined="ready"' in page_now, "زيت" in page_now) == ([second, first], True, True)


def test_a_photo_taken_again_comes_with_the_step_without_a_script(client):
    annex_call()
    base = begun(client)
    post = {"wizard-current_step": "papers", "upload:statutes": "look"}
    client.post(f"{base}papers/", post | {"statutes": sent(photo())})
    (first,) = codes(Draft.objects.get())
    client.post(f"{base}papers/", post | {f"statutes:again:{first}": sent(photo(colour="blue"))})
    assert (len(codes(Draft.objects.get())), codes(Draft.objects.get()) == [first]) == (1, False)


def test_the_preview_is_small_and_turned(client):
    annex_call()
    base = begun(client)
    client.post(f"{base}papers/", {"wizard-current_step": "papers", "statutes": sent(photo((900, 1200)))})
    (code,) = codes(Draft.objects.get())
    turn_upload(draft=Draft.objects.get(), public_id=code, turn=90, at=timezone.now())
    sizes = []
    for address in (f"{base}documents/{code}/small/", f"{base}documents/{code}/"):
        answer = client.get(address)
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:
            sizes.append((shown.size, answer.headers["Cache-Control"].count("no-store")))
    assert sizes == [((440, 330), 1), ((1200, 900), 1)]


def test_a_page_and_an_annex_whose_bytes_are_gone_are_not_there(client):
    """As on a server whose rows were restored before its files."""
    annex_call()
    base = begun(client)
    client.post(f"{base}papers/", {"wizard-current_step": "papers", "statutes": sent(photo())})
    join_waiting()
    upload, annex = Upload.objects.get(), Annex.objects.get()
    for kept in (upload, annex):
        kept.file.storage.delete(kept.file.name)
    addresses = [f"documents/{upload.public_id}/", f"documents/{upload.public_id}/small/", f"annexes/{annex.public_id}/"]
    assert [client.get(f"{base}{address}").status_code for address in addresses] == [404, 404, 404]


def test_nothing_of_another_womans_annex_shows_or_changes(client):
    annex_call()
    base = begun(client)
    client.post(f"{base}papers/", {"wizard-current_step": "papers", "statutes": [sent(photo()), sent(photo(colour="blue"))]})
    join_waiting()
    hers, annex = Draft.objects.get(), Annex.objects.get()
    code, before = codes(hers)[0], codes(hers)
    stranger = Client()
    other = begun(stranger)
    gets = [f"{place}{path}" for place in (base, other) for path in (f"documents/{code}/", f"documents/{code}/small/", f"annexes/{annex.public_id}/")]
    posts = [
        stranger.post(f"{other}papers/upload/", {"upload:statutes": value}).status_code for value in (f"turn:{code}:90", f"move:{code}:1", f"remove:{code}")
    ]
    stranger.post(f"{other}papers/upload/", {f"statutes:again:{code}": sent(photo(colour="black"))})
    assert ([stranger.get(address).status_code for address in gets], posts) == ([404] * 6, [200] * 3)
    assert (codes(hers), Upload.objects.get(public_id=code).turn) == (before, 0)


def test_a_file_that_was_sent_takes_no_page_until_it_is_reopened(client):
    annex_call()
    base = begun(client)
    hers = filled(Draft.objects.get())
    statuses = [client.post(f"{base}papers/upload/", {"statutes": sent(photo())}).status_code]
    submit_draft(draft=hers, resume_code="x", language="fr", at=timezone.now())
    statuses.append(client.post(f"{base}papers/upload/", {"statutes": sent(photo(colour="blue"))}).status_code)
    assert (statuses, Upload.objects.count()) == ([200, 404], 1)


def test_staff_get_the_one_pdf_of_what_was_sent_and_only_once_every_page_is_checked(draft):
    pages = [page(draft, photo(colour=colour)) for colour in ("red", "green")]
    sending = submit_draft(draft=draft, resume_code="x", language="fr", at=timezone.now())
    client, annex = signed_in(manager()), Annex.objects.get()
    addresses = [f"/admin/files/{sending.pk}/document/{annex.public_id}/", f"/admin/snippets/applications/submission/inspect/{sending.pk}/"]

    def now() -> list[int]:
        answer = client.get(addresses[0])
        b"".join(answer)  # read to the end, the client closes it
        return [answer.status_code, client.get(addresses[1]).content.decode().count(annex.public_id)]

    waiting = now()
    join_waiting()
    ready = now()
    Upload.objects.filter(pk=pages[1].pk).update(scan=Upload.Scan.WAITING)
    unchecked = now()
    opened = list(Opening.objects.exclude(upload="").values_list("upload", flat=True))
    assert (waiting, ready, unchecked, opened) == ([404, 0], [200, 1], [404, 0], [annex.public_id])


def test_a_document_that_cannot_be_noted_leaves_nothing_on_the_disk(draft):
    def refuse(execute, sql, *rest):
        if sql.startswith("INSERT") and Annex._meta.db_table in sql:
            raise OperationalError
        return execute(sql, *rest)

    before = files_kept()
    with pytest.raises(OperationalError), connection.execute_wrapper(refuse):
        page(draft, photo())
    assert (files_kept() - before, Upload.objects.count()) == (set(), 0)


def test_pages_that_change_as_their_joining_begins_end_no_loop(draft):
    page(draft, photo())
    (annex,) = Annex.objects.values_list("pk", flat=True)

    def change(execute, sql, *rest):
        answer = execute(sql, *rest)
        if sql.startswith("UPDATE") and Annex._meta.db_table in sql:
            execute(f"DELETE FROM {Annex._meta.db_table}", (), *rest[1:])  # as ``put_together`` in another process
        return answer

    with connection.execute_wrapper(change):
        assert (join_one(annex), Annex.objects.count()) == (True, 0)
