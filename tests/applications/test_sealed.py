"""Before the opening act of a sealed call nobody of the staff finds anything of its files, not even how many; afterwards those entitled do."""

import datetime as dt
import secrets

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.applications.codes import read_reference, tracking_secret
from forms_app.applications.messages import tell
from forms_app.applications.models import Draft, ReferenceCounter, Submission
from forms_app.applications.results import FilesOfCalls
from forms_app.applications.services import record_outcome, reopen, submit_draft, withdraw
from forms_app.applications.services.export import columns_of, csv_lines, tables
from forms_app.applications.services.outcomes_csv import judge, read_table
from forms_app.applications.services.share import offer_draft, share_draft, take_over
from forms_app.calls.models import Call
from portal.core.audit import record_act
from portal.core.models import AuditEntry, OutboxMessage, Role
from portal.core.models.rights import COUNTRY_ROLES, PROVINCE_ROLES
from search.elastic import files_index
from tests.factories_forms import answers, call, commune, complete_draft, staff

from .backoffice.makers import LIST, manager
from .sealed_ground import every_address, words_of

pytestmark = pytest.mark.django_db
MARKER, PHONE = "علامة مختومة", "+212699999999"
SENT = 7
#: Tables whose rows may tell of a file: a page that asks none of them cannot.
_TELLING = ("applications_", "core_auditentry", "core_outboxmessage")


def seal(**values: object) -> Call:
    return call(kind=Call.Kind.ASSOCIATIONS, sealed=True, regions=[commune().province.region], **values)


def send(of: Call, number: int = 0) -> Submission:
    """A whole file that may be written to, of a body of its own."""
    draft, code = complete_draft(of)
    step = draft.steps.get(step="you")
    step.sealed |= {"full_name": f"{MARKER} {number}", "phone": PHONE}
    step.save()
    sent = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    sent.wants_messages = True
    sent.save()
    tell(submission=sent, purpose="received", dedupe=f"again-{sent.pk}")
    return sent


def open_files(of: Call) -> None:
    Call.objects.filter(pk=of.pk).update(unsealed_at=timezone.now())


def somebody(role: str) -> object:
    place = commune()
    where = {} if role in COUNTRY_ROLES else {"province": place.province} if role in PROVINCE_ROLES else {"region": place.province.region}
    return staff(role, **where)


@pytest.fixture
def readers() -> dict[str, Client]:
    """A browser of every role, of a superuser, and of somebody passing by."""
    users = {role: somebody(role) for role in Role.values}
    users["superuser"] = get_user_model().objects.create_superuser("root", password=None)
    clients = {name: Client(raise_request_exception=False) for name in users}
    for name, user in users.items():
        clients[name].force_login(user)
    return clients | {"nobody": Client()}


def everything_happens(of: Call) -> Submission:
    """Files are sent; one is corrected, one withdrawn, one handed over."""
    files = [send(of, number) for number in range(SENT)]
    now = timezone.now()
    draft = reopen(submission=files[1], at=now)
    submit_draft(draft=draft, resume_code="", language="ar", at=now)
    withdraw(submission=files[2], at=now)
    share = share_draft(draft=files[3].draft, token="a" * 22, label="", at=now)
    offer_draft(draft=files[3].draft, pk=share.pk, stays=False, at=now)
    take_over(share=share, at=now)
    return files[0]


def found_by_asking(client: Client, file: Submission, of: Call) -> list[str]:
    """Pages that answer a look-up, a filter, an export, a table of outcomes, the public search. What is typed is never the whole of what is looked for."""
    digits, first = file.reference.replace("-", ""), MARKER.split()[0]
    asked = [client.post(LIST, {"typed": typed}) for typed in (first, "06 99 99 99 99", digits, digits[:9])]
    asked += [client.get(LIST, query) for query in ({"call": of.pk}, {"status": "received"}, {"possible_duplicate": "true"})]
    asked += [client.post("/admin/files/exports/", {"format": "csv", "query": f"call={of.pk}", "synthetic": "yes", "sealed": "yes"}, follow=True)]
    asked += [client.get("/ar/search/", {"q": words}) for words in (first, digits)]
    asked += [client.post(f"/admin/files/{file.pk}/outcome/", {"outcome": "selected", "sure": "yes"})]
    return [(b"".join(page.streaming_content) if page.streaming else page.content).decode(errors="replace") for page in asked]


@pytest.mark.one_database
def test_no_page_of_the_portal_changes_for_anybody_when_sealed_files_are_sent(readers):
    """Every address, every role: the same before and after. A count, a number in order, a gap or a name would be a difference."""
    of, other = seal(), call(kind=Call.Kind.ASSOCIATIONS)
    send(other)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5), tick=False):
        before: dict[str, dict[str, str]] = {"superuser": {}}
        for address in every_address(file=-1234567, call=of, draft="nobodys-draft"):
            with CaptureQueriesContext(connection) as asked:
                page = words_of(readers["superuser"], address, file=-1234567)
            if any(table in query["sql"] for query in asked for table in _TELLING):
                before["superuser"][address] = page
        telling = list(before["superuser"])
        assert {LIST, "/admin/audit/", "/admin/messages/", "/admin/files/exports/"} <= set(telling)
        before |= {name: {one: words_of(client, one, file=-1234567) for one in telling} for name, client in readers.items() if name != "superuser"}
        file = everything_happens(of)
        after = {name: {one: words_of(client, one.replace("-1234567", str(file.pk)), file=file.pk) for one in telling} for name, client in readers.items()}
        differing = [(name, one) for name in readers for one in telling if after[name][one] != before[name][one]]
        assert differing == []


def test_nothing_is_found_by_asking(readers):
    of = seal()
    file = everything_happens(of)
    telling = [
        (name, words)
        for name, client in readers.items()
        for page in found_by_asking(client, file, of)
        for words in (MARKER.split()[1], PHONE, file.reference)
        if words in page
    ]
    judged = judge(read_table(f"reference,outcome\n{file.reference},selected\n".encode()), by=manager())[0]
    assert (telling, judged.submission, Submission.objects.filter(status="selected").count()) == ([], None, 0)


SEEING = {Role.CALL_MANAGER, Role.PROGRAMME_MANAGER, "superuser"}


def test_once_opened_the_entitled_see_them_and_nobody_else(readers):
    of = seal()
    file = everything_happens(of)
    open_files(of)
    listed = {name for name, client in readers.items() if file.reference in client.get(LIST, {"call": of.pk}).content.decode()}
    opened = {name for name, client in readers.items() if client.get(f"{LIST}inspect/{file.pk}/").status_code == 200}
    assert (listed, opened) == (SEEING, SEEING)


def test_once_opened_they_are_in_the_table(monkeypatch):
    """Their keys lie below zero: PostgreSQL, which copies part after part, begins with them."""
    monkeypatch.setattr(tables, "COPIED", 2)
    of, plain = seal(), call(kind=Call.Kind.ASSOCIATIONS)
    files = [*(send(of, number) for number in range(3)), send(plain)]
    open_files(of)
    found = Submission.objects.visible_to(manager())
    table = b"".join(csv_lines(files=found, columns=columns_of(files=found, language="fr"))).decode()
    assert ([table.count(file.reference) for file in files], len(table.splitlines())) == ([1, 1, 1, 1], 5)


def test_the_audit_and_the_messages_hold_sealed_files_back_until_the_opening(readers):
    of, officer = seal(), readers[Role.PROGRAMME_MANAGER]
    everything_happens(of)
    OutboxMessage.objects.update(state="dead")
    kinds = {"applications.submission", "applications.draft"}

    def seen() -> tuple[set[str], int]:
        entries = {entry.object_type for entry, *_words in officer.get("/admin/audit/").context["entries"]}
        return entries & kinds, len(officer.get("/admin/messages/").context["page"].rows)

    before = seen()
    open_files(of)
    assert (before, seen()) == ((set(), 0), (kinds, SENT))
    assert AuditEntry.objects.filter(object_type__in=kinds).count() > SENT


def test_a_message_held_back_is_not_sent_again_by_hand(readers):
    of = seal()
    everything_happens(of)
    OutboxMessage.objects.update(state="dead")
    answers = {readers["superuser"].post(f"/admin/messages/{pk}/retry/").status_code for pk in OutboxMessage.objects.values_list("pk", flat=True)}
    assert (answers, OutboxMessage.objects.exclude(state="dead").count()) == ({404}, 0)


def test_numbers_of_entries_are_neither_in_the_audit_nor_in_its_addresses(readers):
    of = seal()
    for _each in range(52):
        record_act(act="call.told", of=of)
    page = readers["superuser"].get("/admin/audit/")
    last = page.context["page"].rows[-1]
    following = readers["superuser"].get(f"/admin/audit/?{page.context['next']}").context["page"].rows
    assert (str(last.pk) == page.context["next"].removeprefix("after="), "j1." in page.context["next"], following[0].pk < last.pk) == (False, True, True)


def test_references_of_a_sealed_call_are_drawn_and_rows_leave_no_gap():
    of, plain = seal(), call(kind=Call.Kind.ASSOCIATIONS)
    first = send(plain)
    files = [send(of, number) for number in range(5)]
    second = send(plain)
    numbers = [int(file.reference[5:11]) for file in files]
    assert ([read_reference(file.reference) for file in files], len(set(numbers))) == ([file.reference for file in files], 5)
    assert max(numbers) > 1000, "five numbers counted from the first one"
    assert (second.pk - first.pk, all(file.pk < 0 for file in files), ReferenceCounter.objects.get(call=of).last) == (1, True, 0)


def test_a_number_drawn_twice_is_drawn_again(monkeypatch):
    of = seal()
    drawn, usual = iter([41, 41, 99]), secrets.randbelow
    monkeypatch.setattr("forms_app.applications.codes.secrets.randbelow", lambda limit: next(drawn) if limit == 999_999 else usual(limit))
    assert [send(of, number).reference[5:11] for number in range(2)] == ["000042", "000100"]


def test_register_numbers_follow_the_order_of_arrival():
    of = seal(sample=True)
    at = timezone.now() - dt.timedelta(hours=3)
    files = [send(of, number) for number in range(4)]
    for minutes, file in zip((30, 10, 15, 20), files, strict=True):
        Submission.objects.filter(pk=file.pk).update(submitted_at=at + dt.timedelta(minutes=minutes))
    withdraw(submission=files[3], at=timezone.now())
    register = FilesOfCalls().register(call=of)
    assert [(row["number"], row["reference"]) for row in register] == [(1, files[1].reference), (2, files[2].reference), (3, files[0].reference)]
    assert (FilesOfCalls().register(call=of), Submission.objects.get(pk=files[3].pk).register_number) == (register, None)


def test_nothing_is_decided_on_a_sealed_file():
    file = send(seal())
    with pytest.raises(ValidationError) as refused:
        record_outcome(submission=file, outcome="selected", by=staff(), at=timezone.now())
    assert refused.value.code == "sealed"


def test_the_index_of_files_takes_them_in_once_they_are_opened():
    of = seal()
    file = send(of)
    before = files_index.indexed().count()
    open_files(of)
    assert (before, list(files_index.indexed())) == (0, [file])


def test_the_applicant_sees_her_own_file_as_usual(client):
    of = seal()
    draft, code = complete_draft(of)
    sent = submit_draft(draft=draft, resume_code=code, language="ar", at=timezone.now())
    page = client.post("/ar/track/", {"reference": sent.reference, "secret": tracking_secret(draft_id=draft.public_id, resume_code=code)})
    assert page.context["submission"] == sent
    assert Draft.objects.get().submission.status == "received"


def test_what_is_answered_belongs_to_a_sealed_file_too():
    """The factory's answers are those of the walk: a form that changes must not empty it."""
    file = send(seal())
    assert (file.full_name.startswith(MARKER), file.phone, set(answers(commune()))) == (True, PHONE, {"you", "situation", "project"})
