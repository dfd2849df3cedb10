"""Starting from an earlier file: what is copied, what is not, and nothing without the secret."""

import copy
import datetime as dt
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from forms_app.applications.codes import make_reference, tracking_secret
from forms_app.applications.models import Draft, Submission, Upload
from forms_app.applications.services import saved_answers, submit_draft
from forms_app.applications.services.copying import copying
from forms_app.applications.services.uploads import add_upload, documents_of, move_upload
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of
from forms_app.engine.models import FormVersion
from tests.applications.backoffice.makers import DEFINITION, KEY, draft_of
from tests.applications.test_hostile_input import photo
from tests.factories_forms import call, commune, form
from tests.full_disk import full_disk

pytestmark = pytest.mark.django_db
ADDRESS = "/ar/apply/second/earlier/"


@pytest.fixture
def earlier() -> tuple[Submission, str]:
    """A file of an association with a document, sent a while ago, and its secret; a second call asks almost the same."""
    form(KEY, DEFINITION)
    first = call(form_key=KEY, kind=Call.Kind.ASSOCIATIONS)
    draft, code = draft_of(first, commune())
    question = definition_of(FormVersion.objects.get()).question("papers")
    upload = add_upload(
        draft=draft, question=question, file=SimpleUploadedFile("statuts.jpg", photo(), "image/jpeg"), at=timezone.now() - dt.timedelta(days=100)
    )
    step = draft.steps.get(step="project")
    step.answers |= {"papers": [upload.public_id]}
    step.save()
    sent = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    changed = copy.deepcopy(DEFINITION)
    you, project = (one["questions"] for one in changed["steps"])
    next(one for one in you if one["key"] == "family")["type"] = "short_text"
    next(one for one in you if one["key"] == "family").pop("choices")
    next(one for one in you if one["key"] == "family").pop("standard")
    next(one for one in project if one["key"] == "needs")["choices"].pop(0)
    next(one for one in project if one["key"] == "partners")["questions"].pop()
    next(one for one in project if one["key"] == "papers")["valid_months"] = 3
    form("second_form", changed)
    call(slug="second", form_key="second_form", kind=Call.Kind.ASSOCIATIONS)
    return sent, tracking_secret(draft_id=draft.public_id, resume_code=code)


def asked(client: Client, sent: Submission, secret: str, **more: str):
    return client.post(ADDRESS, {"reference": sent.reference, "secret": secret, **more})


def test_answers_and_documents_are_copied_and_the_rest_is_said(client, earlier):
    sent, secret = earlier
    page = asked(client, sent, secret)
    new = Draft.objects.get(call__slug="second")
    answers = saved_answers(draft=new)
    assert (answers["you"]["name"], answers["you"]["card"], "family" in answers["you"]) == (sent.answers["name"], sent.sealed["card"], False)
    assert (answers["project"]["needs"], answers["project"]["partners"]) == (["tools"], [{"first": "زهرة"}, {"first": "إطو"}])
    assert (answers["project"]["health"], "agree" in answers["project"]) == ("السكري", False)
    assert [str(label) for label in page.context["left"]] == ["الوضعية العائلية"]
    assert (page.status_code, client.get(f"/ar/apply/second/{new.public_id}/you/").status_code) == (200, 200)


def test_a_document_keeps_its_date_and_bytes_and_is_marked_when_it_has_aged(client, earlier):
    page = asked(client, *earlier)
    old, new = Upload.objects.order_by("pk")
    bytes_of = []
    for upload in (old, new):
        with upload.file.open("rb") as content:
            bytes_of.append(content.read())
    assert (new.sha256, new.created_at, new.name, bytes_of[1]) == (old.sha256, old.created_at, "statuts.jpg", bytes_of[0])
    assert (new.file.name != old.file.name, new.public_id != old.public_id) == (True, True)
    assert saved_answers(draft=new.draft)["project"]["papers"] == [new.public_id]
    assert [(one["name"], one["expired"]) for one in page.context["documents"]] == [("statuts.jpg", True)]


def test_a_document_that_has_not_aged_is_not_marked(client, earlier):
    Upload.objects.update(created_at=timezone.now() - dt.timedelta(days=80))
    assert [one["expired"] for one in asked(client, *earlier).context["documents"]] == [False]


def test_bytes_that_are_no_longer_what_was_received_are_not_copied(client, earlier):
    Upload.objects.update(sha256="0" * 64)
    page = asked(client, *earlier)
    assert (Upload.objects.count(), "وثائقك" in [str(label) for label in page.context["left"]]) == (1, True)


def test_no_more_documents_are_copied_than_are_taken_in_the_order_in_which_they_were_sent(client, earlier):
    sent, secret = earlier
    paper = Upload.objects.get()
    others = [add_upload(draft=sent.draft, question=definition_of(sent.form_version).question("papers"), file=of("n.jpg"), at=timezone.now()) for _n in "12"]
    Submission.objects.filter(pk=sent.pk).update(answers=sent.answers | {"papers": [others[1].public_id, paper.public_id, others[0].public_id]})
    move_upload(draft=sent.draft, public_id=paper.public_id, place=2, at=timezone.now())  # in a correction that is not sent
    changed = copy.deepcopy(FormVersion.objects.latest_of("second_form").first().definition)
    next(one for one in changed["steps"][1]["questions"] if one["key"] == "papers")["max_files"] = 2
    form("second_form", changed)
    asked(client, sent, secret)
    new = Draft.objects.get(call__slug="second")
    assert [one.created_at for one in documents_of(draft=new)["papers"]] == [others[1].created_at, paper.created_at]
    assert saved_answers(draft=new)["project"]["papers"] == [one.public_id for one in documents_of(draft=new)["papers"]]


def of(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(), "image/jpeg")


def test_a_full_disk_is_told_and_begins_no_file(client, earlier):
    with full_disk(room=500):
        page = asked(client, *earlier)
    assert (page.status_code, bool(page.context["form"].errors), Draft.objects.filter(call__slug="second").count()) == (200, True, 0)
    assert asked(client, *earlier).context["answers"] > 0


def copied_then_failed(*, written: bool) -> bool:
    """A document is copied, and what follows fails; whether the bytes of the copy are there."""
    upload = Upload.objects.get()
    with suppress(ValueError), copying() as copies:
        made = copies.of(upload, to=upload.draft)
        if written:
            copies.keep()  # as the database calls it
        raise ValueError
    return made.file.storage.exists(made.file.name)


def test_a_copy_whose_row_is_written_keeps_its_bytes_whatever_fails_afterwards(earlier):
    assert (copied_then_failed(written=True), copied_then_failed(written=False)) == (True, False)


def test_the_earlier_file_stays_as_it_was(client, earlier):
    sent, secret = earlier
    before = (sent.answers, sent.sealed, sent.status, sent.version, list(sent.draft.steps.values_list("version", "answers")))
    asked(client, sent, secret)
    sent = Submission.objects.get()
    assert (sent.answers, sent.sealed, sent.status, sent.version, list(sent.draft.steps.values_list("version", "answers"))) == before


def refusals(client: Client, sent: Submission, secret: str) -> list[str]:
    pages = [
        client.post(ADDRESS, {"reference": reference, "secret": typed})
        for reference, typed in ((sent.reference, secret), (make_reference(call_number=1001, sequence=999_999), "12345678"))
    ]
    return [str(page.context["form"].non_field_errors()) + str(page.status_code) for page in pages]


@pytest.mark.parametrize("why", ["wrong secret", "another kind", "erased"])
def test_what_may_not_be_copied_is_answered_like_what_does_not_exist(client, earlier, why):
    sent, secret = earlier
    if why == "another kind":
        Call.objects.filter(slug="second").update(kind=Call.Kind.PROJECT_HOLDERS)
    if why == "erased":
        Submission.objects.update(status="erased")
    said = refusals(client, sent, "00000000" if why == "wrong secret" else secret)
    assert (len(set(said)), Draft.objects.count()) == (1, 1)


def test_guessing_is_braked_together_with_the_tracking_page(client, earlier):
    sent, secret = earlier
    for number in range(5):
        asked(client, sent, f"{number:08d}")
        client.post("/ar/track/", {"reference": sent.reference, "secret": f"{number:08d}"})
    assert (asked(client, sent, secret).status_code, Draft.objects.count()) == (429, 1)


def test_an_unfinished_file_on_this_phone_is_not_lost_without_asking(client, earlier):
    client.post("/ar/apply/second/", {"who": "me"})
    first = asked(client, *earlier)
    drafts = Draft.objects.count()
    assert (first.templates[0].name, drafts) == ("applications/keep_first.html", 2)
    asked(client, *earlier, sure="yes")
    assert Draft.objects.count() == 3


def test_the_button_pressed_twice_begins_one_file_with_one_code(client, earlier):
    once = client.get(ADDRESS).context["once"]
    first, second = (asked(Client(), *earlier, once=once) for _press in range(2))
    told = [[page.context[name] for name in ("code", "answers", "left", "documents")] for page in (first, second)]
    assert (Draft.objects.filter(call__slug="second").count(), Upload.objects.count(), told[0] == told[1]) == (1, 2, True)
    another = asked(Client(), *earlier, once=client.get(ADDRESS).context["once"])
    assert (Draft.objects.filter(call__slug="second").count(), another.context["code"] == told[0][0]) == (2, False)


@pytest.mark.parametrize("what", ["sent", "erased", "handed over"])
def test_the_same_page_posted_again_later_opens_no_file_that_is_not_there_to_be_filled_in_any_more(client, earlier, what):
    first = asked(Client(), *earlier, once="x" * 22)
    new = Draft.objects.get(call__slug="second")
    if what == "handed over":
        Draft.objects.filter(pk=new.pk).update(resume_hash="0" * 64)
    else:
        Submission.objects.create(draft=new, call=new.call, form_version=new.form_version, idempotency_key=new.idempotency_key, reference="x", language="ar")
    if what == "erased":
        Submission.objects.filter(reference="x").update(draft=None)
        Upload.objects.filter(draft=new).delete()
        new.delete()
    again = asked(Client(), *earlier, once="x" * 22)
    assert (again.context["code"] == first.context["code"], again.status_code) == (False, 200)
    assert Draft.objects.exclude(pk=new.pk).filter(call__slug="second").count() == 1


def test_nothing_is_copied_into_a_call_that_is_not_open(client, earlier):
    Call.objects.filter(slug="second").update(closes_at=timezone.now() - dt.timedelta(hours=1))
    assert (asked(client, *earlier).status_code, client.get("/ar/apply/nowhere/earlier/").status_code, Draft.objects.count()) == (302, 404, 1)


def test_nothing_is_begun_or_copied_while_personal_data_may_not_be_collected(client, earlier, settings):
    settings.REQUIRE_AUTHORISATION = True
    begun = [client.post("/ar/apply/second/", {"who": "me"}), asked(client, *earlier)]
    page = client.get("/ar/calls/second/")
    assert ([answer.headers.get("Location") for answer in begun], Draft.objects.count()) == (["/ar/calls/second/"] * 2, 1)
    assert (page.context["can_apply"], page.context["why_not"] == "", 'href="/ar/apply/second/"' in page.content.decode()) == (False, False, False)


def test_number_and_secret_stand_in_no_address(client, earlier):
    sent, secret = earlier
    page = asked(client, sent, secret)
    text = page.content.decode() + str(page.headers)
    assert (secret in text, sent.reference in text, page.wsgi_request.get_full_path()) == (False, False, ADDRESS)
