"""Outcomes: one by one and from a table; only with the right, only on visible files, all or nothing, the same table twice changes nothing."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms_app.applications.models import Status, Submission, SubmissionAct
from forms_app.applications.services import reopen, submit_draft, withdraw
from forms_app.calls.services import cancel_call
from portal.core.models import AuditEntry, Role
from tests.factories_forms import region

from .makers import holder, manager, open_call, sent, signed_in, three_places

pytestmark = pytest.mark.django_db
TABLE = "/admin/files/outcomes/"
WORDS = {"sentence_ar": "تم اختيار طلبك.", "sentence_fr": "Votre demande est retenue.", "sentence_zgh": ""}


def one(file: Submission, outcome: str) -> str:
    return f"/admin/files/{file.pk}/outcome/?outcome={outcome}"


def state(file: Submission) -> str:
    return Submission.objects.values_list("status", flat=True).get(pk=file.pk)


def table(*rows: str, heading: str = "reference,outcome,reason,sentence_ar,sentence_fr,sentence_zgh") -> bytes:
    return "\n".join([heading, *rows]).encode()


def judged(client: object, data: bytes) -> list[tuple[int, str]]:
    page = client.post(TABLE, {"file": SimpleUploadedFile("o.csv", data)})
    return [(row.line, str(row.verdict)) for row in page.context.get("rows", ())]


def apply(client: object, data: bytes) -> int:
    return client.post(TABLE, {"table": data.decode(), "apply": "yes"}).status_code


def test_the_form_proposes_words_and_records_them():
    file, user = sent(open_call()), manager("record_outcome")
    client = signed_in(user)
    page = client.get(one(file, "selected"))
    proposed = page.context["form"]
    assert (page.content.decode().count(f'<bdi dir="ltr">{file.reference}</bdi>'), page.content.decode().count(file.reference)) == (2, 2)
    assert proposed["sentence_fr"].initial == "Votre demande est retenue. Nous vous contacterons pour vous expliquer la suite."
    assert client.post(one(file, "selected"), {"reason": "complete_file", **WORDS}).status_code == 302
    act = SubmissionAct.objects.get(submission=file, kind="outcome")
    assert (act.status, act.by, act.reason, dict(act.sentence), state(file)) == (
        "selected", user, "complete_file", {"ar": "تم اختيار طلبك.", "fr": "Votre demande est retenue."}, "selected",
    )  # fmt: skip
    assert AuditEntry.objects.filter(act="submission.outcome", object_id=str(file.pk), actor=user).count() == 1


def test_to_complete_asks_which_questions_and_until_when():
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    until = timezone.localtime() + dt.timedelta(days=7)
    refused = client.post(one(file, "to_complete"), WORDS)
    assert (sorted(refused.context["form"].errors), state(file)) == (["questions", "until"], "received")
    posted = WORDS | {"questions": ["papers", "card"], "until": until.strftime("%Y-%m-%dT%H:%M")}
    assert client.post(one(file, "to_complete"), posted).status_code == 302
    act = SubmissionAct.objects.get(submission=file, kind="outcome")
    assert (sorted(act.questions), act.until, state(file)) == (["card", "papers"], until.replace(second=0, microsecond=0), "to_complete")


def test_nobody_of_the_staff_chooses_another_time_zone_than_the_deadlines_she_types_are_read_in():
    page = signed_in(manager("record_outcome")).get("/admin/account/").content.decode()
    assert ("locale-preferred_language" in page, "current_time_zone" in page) == (True, False)


@pytest.mark.parametrize("posted", [{"questions": ["papers"], "until": "2001-01-01T10:00"}, {"questions": ["forged"], "until": "2101-01-01T10:00"}])
def test_a_past_date_or_a_forged_question_is_refused_beside_the_form(posted):
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    page = client.post(one(file, "to_complete"), WORDS | posted)
    assert (page.status_code, bool(page.context["form"].errors), page.context["form"]["sentence_ar"].value(), state(file)) == (
        200,
        True,
        WORDS["sentence_ar"],
        "received",
    )


@pytest.mark.parametrize("since", ["another decision", "another one held", "sent again"])
def test_nobody_decides_on_a_file_that_changed_since_she_read_it(since):
    file, first, second = sent(open_call()), manager("record_outcome"), manager("record_outcome")
    seen = signed_in(first).get(one(file, "not_selected")).context["seen"]
    if since == "sent again":
        submit_draft(draft=reopen(submission=file, at=timezone.now()), resume_code="", language="ar", at=timezone.now())
    else:
        signed_in(second).post(one(file, "selected"), WORDS | ({"hold": "on"} if since == "another one held" else {}))
    before = state(file)
    page = signed_in(first).post(one(file, "not_selected"), WORDS | {"seen": seen, "reason": "late"})
    assert (page.status_code, page.context["form"].errors.as_data()["__all__"][0].code, state(file)) == (200, "changed", before)
    assert page.context["form"]["reason"].value() == "late"
    assert signed_in(first).post(one(file, "not_selected"), WORDS | {"seen": page.context["seen"]}).status_code == 302, "once she has read it"


def test_nothing_is_recorded_on_a_withdrawn_file_nor_of_an_invented_outcome():
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    assert client.post(one(file, "erased"), WORDS).status_code == 200
    withdraw(submission=file, at=timezone.now())
    assert (client.post(one(file, "selected"), WORDS).status_code, state(file)) == (200, "withdrawn")


PEOPLE = [
    (Role.PROGRAMME_MANAGER, {}, ["record_outcome"], [302, 302]),
    (Role.REGIONAL_AGENT, "region", ["record_outcome"], [302, 404]),
    (Role.REGIONAL_AGENT, "region", [], [302, 302]),
    (Role.CALL_MANAGER, "region", ["record_outcome"], [404, 404]),
    (Role.DATA_PROTECTION, {}, ["record_outcome"], [404, 404]),
]


@pytest.mark.parametrize(("role", "held", "permissions", "answers"), PEOPLE)
def test_who_records_what(role, held, permissions, answers):
    """Without the right Wagtail leads back to the first screen (302 too): what counts is what is stored."""
    women, places = open_call(), three_places()
    files = [sent(women, places[name]) for name in ("tiznit", "nador")]
    user = holder(role, *permissions, **({"region": region()} if held == "region" else {}))
    if not permissions:
        user.groups.clear()
        user = type(user).objects.get(pk=user.pk)
    client = signed_in(user)
    assert [client.post(one(file, "under_review"), WORDS).status_code for file in files] == answers
    allowed = [bool(permissions) and answer == 302 for answer in answers]
    assert [state(file) == "under_review" for file in files] == allowed


def test_a_table_is_judged_row_by_row_before_anything_is_recorded():
    women, places = open_call(), three_places()
    good, far, gone = sent(women, places["tiznit"]), sent(women, places["nador"]), sent(women, places["tiznit"])
    withdraw(submission=gone, at=timezone.now())
    client = signed_in(holder(Role.REGIONAL_AGENT, "record_outcome", region=region()))
    data = table(
        f"{good.reference},selected,fine,نعم,Oui,",
        f"{far.reference},selected,,,,",
        f"{gone.reference},selected,,,,",
        "9999-999999-9,selected,,,,",
        f"{good.reference},not_selected,,,,",
        "nonsense,selected,,,,",
    )
    assert judged(client, data) == [(2, "new"), (3, "wrong"), (4, "wrong"), (5, "wrong"), (6, "wrong"), (7, "wrong")]
    page = client.post(TABLE, {"file": SimpleUploadedFile("o.csv", data)})
    unseen, unknown = (next(row.message for row in page.context["rows"] if row.line == line) for line in (3, 5))
    assert unseen == unknown
    assert (apply(client, data), state(good), SubmissionAct.objects.filter(kind="outcome").count()) == (200, "received", 0)


def test_a_table_is_applied_once_however_often_it_is_sent():
    women = open_call()
    files = [sent(women) for _each in range(3)]
    user = manager("record_outcome")
    client = signed_in(user)
    data = table(*(f"{file.reference},selected,fine,نعم,Oui," for file in files), f"{files[0].reference},selected,fine,نعم,Oui,")
    assert judged(client, data) == [(2, "new"), (3, "new"), (4, "new"), (5, "unchanged")]
    assert [apply(client, data) for _each in range(3)] == [302, 302, 302]
    acts = SubmissionAct.objects.filter(kind="outcome")
    assert sorted(acts.values_list("submission", "status", "reason", "by")) == sorted((file.pk, "selected", "fine", user.pk) for file in files)
    assert judged(client, data) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged"), (5, "unchanged")]
    assert AuditEntry.objects.filter(act="outcomes.recorded").values_list("details", flat=True).get() == {"files": 3}


def test_the_largest_table_is_confirmed_as_its_page_sends_it():
    """Arabic is three times as long where the form is sent as an address is written: more than any request may hold."""
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    data = table(*[f"{file.reference},selected,{'ن' * 60_000}"] * 8, heading="reference,outcome,note")
    form = client.post(TABLE, {"file": SimpleUploadedFile("o.csv", data)}).content.decode().rpartition("<form")[2]
    confirmed = {"table": data.decode(), "apply": "yes"}
    if "multipart/form-data" in form:
        answer = client.post(TABLE, confirmed)
    else:
        answer = client.post(TABLE, urlencode(confirmed), content_type="application/x-www-form-urlencoded")
    assert ('name="table"' in form, answer.status_code, state(file)) == (True, 302, "selected")


def test_a_sentence_of_two_lines_is_the_same_as_a_browser_sends_it_back():
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    data = table(f'{file.reference},selected,,"نعم\nشكرا","Oui\nMerci",')
    assert apply(client, data.replace(b"\n", b"\r\n")) == 302
    assert (dict(SubmissionAct.objects.get(kind="outcome").sentence)["fr"], judged(client, data)) == ("Oui\nMerci", [(2, "unchanged")])


def test_words_of_its_own_are_taken_when_a_table_gives_none_and_outcomes_may_be_written_in_words():
    file = sent(open_call())
    client = signed_in(manager("record_outcome"))
    assert apply(client, table(f"{file.reference};{Status.UNDER_REVIEW.label}", heading="reference;outcome")) == 302
    act = SubmissionAct.objects.get(kind="outcome")
    assert (act.status, act.sentence["fr"]) == ("under_review", "L’étude de votre demande a commencé. La décision sera indiquée ici.")


@pytest.mark.parametrize(("tail", "verdict"), [("", "new"), (",,", "new"), (", sans le budget", "wrong")])
def test_a_sentence_that_would_be_cut_at_its_own_comma_is_refused(tail, verdict):
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    data = table(f"{file.reference},selected,,نعم,Demande retenue{tail}", heading="reference,outcome,reason,sentence_ar,sentence_fr")
    assert judged(client, data) == [(2, verdict)]


def test_nobody_is_asked_to_complete_a_file_of_a_cancelled_call():
    made, user = open_call(), manager("record_outcome")
    file, until = sent(made), (timezone.localtime() + dt.timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    cancel_call(call=made, reason="merged", by=user, at=timezone.now())
    page = signed_in(user).post(one(file, "to_complete"), WORDS | {"questions": ["papers"], "until": until})
    assert (page.context["form"].errors.as_data()["__all__"][0].code, state(file)) == ("cancelled", "received")


@pytest.mark.parametrize("sentences", [",Oui,", "نعم,,", ",,ⵢⴰⵀ"])
def test_a_sentence_is_given_in_arabic_and_in_french_as_in_the_form_or_not_at_all(sentences):
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    data = table(f"{file.reference},selected,,{sentences}")
    assert (judged(client, data), apply(client, data), state(file)) == ([(2, "wrong")], 200, "received")
    assert (judged(client, table(f"{file.reference},selected,,نعم,Oui,")), judged(client, table(f"{file.reference},selected,,,,"))) == ([(2, "new")],) * 2


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", "utf-16", "utf-16-le", "mac_arabic"])
def test_a_table_whose_arabic_was_lost_in_another_encoding_is_refused(encoding):
    file, client = sent(open_call()), signed_in(manager("record_outcome"))
    data = table(f"{file.reference},selected,,نعم، تم اختيار طلبك.,Votre demande est retenue.,").decode().encode(encoding, errors="replace")
    page = client.post(TABLE, {"file": SimpleUploadedFile("o.csv", data)})
    assert (list(page.context["form"].errors), page.context.get("rows")) == (["file"], None)


def test_one_row_gone_wrong_since_it_was_judged_stops_them_all():
    women = open_call()
    first, second = sent(women), sent(women)
    client = signed_in(manager("record_outcome"))
    data = table(f"{first.reference},selected,,,,", f"{second.reference},selected,,,,")
    assert judged(client, data) == [(2, "new"), (3, "new")]
    withdraw(submission=second, at=timezone.now())
    assert (apply(client, data), state(first), SubmissionAct.objects.filter(kind="outcome").count()) == (200, "received", 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"name,phone\na,b",
        b"reference\n1",
        table(*["x,selected,,,,"] * 5001),
        b"reference,outcome\n" + b"x" * 1_000_001,
        b'reference,outcome\n"x',
    ],
)
def test_what_is_no_table_gets_a_sentence(data):
    page = signed_in(manager("record_outcome")).post(TABLE, {"file": SimpleUploadedFile("o.csv", data)})
    assert (page.status_code, bool(page.context["form"].errors) or page.context["wrong"] == len(page.context["rows"])) == (200, True)


def test_only_those_who_may_see_the_page():
    assert [signed_in(user).get(TABLE).status_code for user in (manager("record_outcome"), holder(Role.REGIONAL_AGENT, region=region()))] == [200, 302]
