"""One file: answers in the form's order, what is sensitive only for those who may read it, documents only when checked, every opening on record."""

import copy

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from forms_app.applications.models import Erasure, Opening, Submission, Upload
from forms_app.applications.services import reopen, save_step, submit_draft, withdraw
from forms_app.applications.services.erasing import erase_file
from forms_app.calls.models import Call
from forms_app.engine.definition import definition_of, sensitive_keys
from portal.core.audit import record_act
from portal.core.models import Role
from tests.factories_forms import form, province, region

from .makers import ANSWERS, DEFINITION, KEY, LIST, content_of, draft_of, holder, manager, open_call, sent, signed_in, three_places

pytestmark = pytest.mark.django_db


def page_of(file: Submission, user: object) -> str:
    response = signed_in(user).get(f"{LIST}inspect/{file.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def joined(file: Submission, question: str = "papers", **values: object) -> Upload:
    """A document, as if the file had been sent with it."""
    upload = Upload(draft=file.draft, question=question, name="بطاقة.pdf", media_type="application/pdf", size=4, sha256="0" * 64, **values)
    upload.file.save("", ContentFile(b"%PDF"), save=False)
    upload.save()
    given = file.sealed if question in sensitive_keys(definition_of(file.form_version)) else file.answers
    given[question] = [*given.get(question, ()), upload.public_id]
    file.save(update_fields=["answers", "sealed"])
    return upload


def status(client: object, file: Submission, upload: Upload) -> int:
    response = client.get(f"/admin/files/{file.pk}/document/{upload.public_id}/")
    if response.status_code == 200:
        content_of(response)
    return response.status_code


def facts(file: Submission, user: object) -> list[tuple[str, str]]:
    groups = signed_in(user).get(f"{LIST}inspect/{file.pk}/").context["groups"]
    return [(str(fact["label"]["fr"]), "hidden" if fact.get("hidden") else str(fact["value"])) for group in groups for fact in group["facts"]]


def test_answers_stand_in_the_forms_order_with_the_sensitive_ones():
    file = sent(open_call(), card="JB123456")
    shown = facts(file, holder(Role.PROVINCIAL_AGENT, province=province()))
    assert [label for label, _value in shown] == [
        "Nom", "Numéro de carte", "Téléphone", "Commune", "Situation de famille", "Votre idée", "Vos besoins", "Vos associées 1", "Vos associées 2",
        "Vos documents", "Maladie chronique", "J’accepte l’utilisation de mes données",
    ]  # fmt: skip
    assert dict(shown) | {"Numéro de carte": "JB123456", "Maladie chronique": "السكري", "Téléphone": "06 12 34 56 78"} == dict(shown)


def test_a_call_manager_reads_bodies_without_their_sensitive_answers():
    file = sent(open_call(kind=Call.Kind.ASSOCIATIONS), card="JB123456")
    user = holder(Role.CALL_MANAGER, region=region())
    shown = dict(facts(file, user))
    assert (shown["Numéro de carte"], shown["Situation de famille"], shown["Maladie chronique"], shown["Nom"]) == (
        "hidden",
        "hidden",
        "hidden",
        "فاطمة أيت الحاج",
    )
    page = page_of(file, user)
    assert [secret for secret in ("JB123456", "السكري", "أرملة") if secret in page] == []


def test_one_right_does_not_open_what_another_shows():
    """Provincial agent in Tiznit, call manager in the whole region: the bodies she sees by the second right stay closed."""
    from portal.core.models import Assignment

    user = holder(Role.PROVINCIAL_AGENT, province=province())
    Assignment.objects.create(user=user, role=Role.CALL_MANAGER, region=region())
    woman, body = sent(open_call()), sent(open_call(kind=Call.Kind.ASSOCIATIONS))
    user = type(user).objects.get(pk=user.pk)
    assert [dict(facts(file, user))["Maladie chronique"] for file in (woman, body)] == ["السكري", "hidden"]


def test_every_opening_is_on_record_and_shown():
    file, first, second = sent(open_call()), manager(), holder(Role.REGIONAL_AGENT, region=region())
    page_of(file, first)
    page = page_of(file, second)
    assert list(Opening.objects.order_by("pk").values_list("submission", "by", "upload")) == [(file.pk, first.pk, ""), (file.pk, second.pk, "")]
    assert [str(user) in page for user in (first, second)] == [True, True]


def test_the_audit_on_a_file_is_of_that_file_alone():
    file, another = sent(open_call()), sent(open_call())
    for one in (file, another):
        record_act(act="submission.looked_at", of=one)
    record_act(act="call.looked_at", of=Call(pk=file.pk))
    entries = signed_in(manager()).get(f"{LIST}inspect/{file.pk}/").context["audit"]
    assert {(entry.object_type, entry.object_id) for entry in entries} == {("applications.submission", str(file.pk))}


def test_the_audit_on_a_file_names_its_acts_as_the_audit_does():
    """“submission.received” stood there."""
    page = signed_in(manager()).get(f"{LIST}inspect/{sent(open_call()).pk}/").content.decode()
    assert ("submission.received" in page, page.count("<bdi>متوصل به</bdi>")) == (False, 1)


def test_a_refused_address_is_no_opening():
    file = sent(open_call(), three_places()["nador"])
    assert signed_in(holder(Role.REGIONAL_AGENT, region=region())).get(f"{LIST}inspect/{file.pk}/").status_code == 404
    assert Opening.objects.count() == 0


def test_what_a_correction_changed_is_shown_but_not_what_is_hidden():
    women = open_call()
    draft, code = draft_of(women, three_places()["tiznit"])
    file = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    draft = reopen(submission=file, at=timezone.now())
    save_step(draft=draft, step="project", answers=ANSWERS["project"] | {"idea": "حلويات", "health": "الربو"}, at=timezone.now())
    submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    change = signed_in(manager()).get(f"{LIST}inspect/{file.pk}/").context["changes"]
    assert [(one["version"].number, [(fact["label"]["fr"], fact["before"], fact["after"]) for fact in one["changed"]]) for one in change] == [
        (1, [("Votre idée", ["زيت أركان"], ["حلويات"]), ("Maladie chronique", ["السكري"], ["الربو"])])
    ]


@pytest.mark.parametrize("gone", ["withdrawn", "erased"])
@pytest.mark.parametrize(("files", "flagged"), [(2, [False]), (3, [True, True])])
def test_a_file_left_alone_with_a_number_is_no_duplicate_any_more(gone, files, flagged):
    made, at = open_call(), timezone.now()
    first, *others = (sent(made, card="JB123456") for _each in range(files))
    if gone == "withdrawn":
        withdraw(submission=first, at=at)
    else:
        erase_file(submission=first, reason=Erasure.Reason.REQUEST, at=at)
    assert list(Submission.objects.filter(pk__in=[one.pk for one in others]).values_list("possible_duplicate", flat=True)) == flagged


def test_who_withdrew_a_file_and_sends_another_is_no_duplicate():
    made = open_call()
    withdraw(submission=sent(made, card="JB123456"), at=timezone.now())
    sent(made, card="JB123456")
    assert not Submission.objects.filter(possible_duplicate=True).exists()


def test_duplicates_are_linked_only_where_the_reader_may_go():
    women, places = open_call(), three_places()
    files = {name: sent(women, places[name], card="JB777777") for name in ("tiznit", "tata", "nador")}
    agent, chief = holder(Role.REGIONAL_AGENT, region=region()), manager()
    linked = {user: [one.reference for one in signed_in(user).get(f"{LIST}inspect/{files['tiznit'].pk}/").context["duplicates"]] for user in (agent, chief)}
    assert {user: sorted(found) for user, found in linked.items()} == {
        agent: [files["tata"].reference],
        chief: sorted([files["tata"].reference, files["nador"].reference]),
    }
    assert files["nador"].reference not in page_of(files["tiznit"], agent)


@pytest.mark.parametrize(("scan", "answer"), [("clean", 200), ("off", 200), ("waiting", 404), ("infected", 404)])
def test_documents_open_only_when_checked(scan, answer):
    file = sent(open_call())
    upload = joined(file, scan=scan)
    response = signed_in(manager()).get(f"/admin/files/{file.pk}/document/{upload.public_id}/")
    assert (response.status_code, Opening.objects.filter(upload=upload.public_id).count()) == (answer, int(answer == 200))
    if answer == 200:
        assert content_of(response) == b"%PDF"
        kept = {name: response.headers[name] for name in ("X-Content-Type-Options", "Content-Security-Policy")}
        assert kept == {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
        assert (response.headers["Content-Disposition"].split(";")[0], "no-store" in response.headers["Cache-Control"]) == ("attachment", True)


def test_a_document_whose_bytes_were_lost_is_not_there_and_was_not_opened():
    file = sent(open_call())
    upload = joined(file)
    upload.file.storage.delete(upload.file.name)
    assert (status(signed_in(manager()), file, upload), Opening.objects.exists()) == (404, False)


def test_documents_of_others_are_not_there():
    women, places = open_call(), three_places()
    here, there = sent(women, places["tiznit"]), sent(women, places["nador"])
    mine, theirs = joined(here), joined(there)
    client = signed_in(holder(Role.REGIONAL_AGENT, region=region()))
    addresses = [(here, mine), (here, theirs), (there, theirs), (there, mine)]
    assert [status(client, file, upload) for file, upload in addresses] == [200, 404, 404, 404]


def test_documents_of_a_sensitive_question_stay_closed_to_call_managers():
    of = open_call(kind=Call.Kind.ASSOCIATIONS)
    changed = copy.deepcopy(DEFINITION)
    papers = next(question for question in changed["steps"][1]["questions"] if question["key"] == "papers")
    changed["steps"][1]["questions"].append(papers | {"key": "certificate", "sensitive": True})
    form(KEY, changed)
    file = sent(of)
    open_one, closed = joined(file), joined(file, question="certificate")
    client = signed_in(holder(Role.CALL_MANAGER, region=region()))
    assert [status(client, file, one) for one in (open_one, closed)] == [200, 404]
    assert status(signed_in(manager()), file, closed) == 200


def test_the_page_costs_the_same_whatever_happened_to_the_file():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    file, user = sent(open_call()), manager()
    client = signed_in(user)
    counts = []
    for more in (0, 5):
        for _each in range(more):
            Opening.objects.create(submission=file, by=user)
            joined(file)
        client.get(f"{LIST}inspect/{file.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}inspect/{file.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
