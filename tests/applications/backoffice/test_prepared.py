"""Outcomes held until the results: nobody is told before, everybody at once, each once; counts and list are those of the files."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms_app.applications.models import PreparedOutcome, Status, Submission, SubmissionAct
from forms_app.applications.services import record_outcome, withdraw
from forms_app.applications.services.prepared import prepare_outcome
from forms_app.calls.models import Call
from forms_app.calls.services import publish_results, unseal_call
from tests.factories_forms import change_call, commune

from .makers import manager, open_call, sent, signed_in

pytestmark = pytest.mark.django_db
TABLE = "/admin/files/outcomes/"


def closed(made: Call) -> dt.datetime:
    """Close a call an hour ago; now."""
    now = timezone.now()
    change_call(made, closes_at=now - dt.timedelta(hours=1))
    return now


@pytest.mark.parametrize(
    ("kind", "named", "listed"),
    [(Call.Kind.PROJECT_HOLDERS, True, "reference"), (Call.Kind.ASSOCIATIONS, True, "name"), (Call.Kind.ASSOCIATIONS, False, "reference")],
)
def test_the_results_record_what_was_held_and_list_bodies_by_name_and_women_by_reference(kind, named, listed):
    made, by = open_call(kind=kind), manager()
    files = [sent(made, commune()) for _each in range(5)]
    if not named:
        Submission.objects.update(full_name="")
    record_outcome(submission=files[0], outcome=Status.PRESELECTED, by=by, at=timezone.now())
    for file, outcome in zip(files, (Status.SELECTED, Status.SELECTED, Status.WAITING_LIST, Status.NOT_SELECTED), strict=False):
        prepare_outcome(submission=file, outcome=outcome, by=by, at=timezone.now())
    withdraw(submission=files[4], at=timezone.now())
    before = SubmissionAct.objects.filter(kind="outcome").count()
    act = publish_results(call=made, by=by, at=closed(made))
    assert (before, SubmissionAct.objects.filter(kind="outcome").count(), PreparedOutcome.objects.count()) == (1, 5, 0)
    assert (made.received, made.preselected, made.selected, act.details["applied"]) == (4, 3, 2, 4)
    shown = [(row["status"], row[listed], len(row)) for row in act.details["listed"]]
    expected = {"reference": [file.reference for file in files], "name": [file.full_name for file in files]}[listed]
    assert shown == [("selected", expected[0], 2), ("selected", expected[1], 2), ("waiting_list", expected[2], 2)]


def test_a_file_withdrawn_or_already_so_is_left_and_a_second_choice_takes_the_place_of_the_first():
    made, by = open_call(), manager()
    gone, same, changed = (sent(made, commune()) for _each in range(3))
    for file, outcome in ((gone, Status.SELECTED), (same, Status.SELECTED), (changed, Status.SELECTED), (changed, Status.NOT_SELECTED)):
        prepare_outcome(submission=file, outcome=outcome, by=by, at=timezone.now())
    withdraw(submission=gone, at=timezone.now())
    record_outcome(submission=same, outcome=Status.SELECTED, by=by, at=timezone.now())
    act = publish_results(call=made, by=by, at=closed(made))
    states = list(Submission.objects.order_by("pk").values_list("status", flat=True))
    assert (states, act.details["applied"]) == (["withdrawn", "selected", "not_selected"], 1)


@pytest.mark.parametrize("problem", ["to_complete", "withdrawn", "published"])
def test_what_cannot_be_held_is_refused(problem):
    made, by = open_call(), manager()
    file = sent(made, commune())
    if problem == "withdrawn":
        withdraw(submission=file, at=timezone.now())
    if problem == "published":
        publish_results(call=made, by=by, at=closed(made))
    with pytest.raises(ValidationError):
        prepare_outcome(submission=file, outcome=Status.TO_COMPLETE if problem == "to_complete" else Status.SELECTED, by=by, at=timezone.now())
    assert PreparedOutcome.objects.count() == 0


def test_a_table_is_held_with_one_box_and_twice_is_once():
    made = open_call()
    file, client = sent(made, commune()), signed_in(manager("record_outcome"))
    data = f"reference,outcome\n{file.reference},selected".encode()
    judged = []
    for _twice in range(2):
        page = client.post(TABLE, {"file": SimpleUploadedFile("o.csv", data), "hold": "on"})
        judged += [str(row.verdict) for row in page.context["rows"]]
        client.post(TABLE, {"table": data.decode(), "hold": "on", "apply": "yes"})
    assert (judged, PreparedOutcome.objects.get().status, SubmissionAct.objects.filter(kind="outcome").count()) == (["new", "unchanged"], "selected", 0)


def test_one_file_is_held_from_its_own_screen():
    file, client = sent(open_call(), commune()), signed_in(manager("record_outcome"))
    words = {"sentence_ar": "تم اختيار طلبك.", "sentence_fr": "Votre demande est retenue.", "sentence_zgh": ""}
    client.post(f"/admin/files/{file.pk}/outcome/?outcome=selected", words | {"hold": "on"})
    assert (PreparedOutcome.objects.get().sentence["ar"], Submission.objects.get().status) == ("تم اختيار طلبك.", "received")


def test_what_was_to_be_held_is_not_told_at_once_because_the_results_were_published_meanwhile():
    made, by = open_call(), manager("record_outcome")
    file, _other = sent(made, commune()), sent(made, commune())
    publish_results(call=made, by=by, at=closed(made))
    words = {"sentence_ar": "لم يتم اختيار طلبك.", "sentence_fr": "Non retenue.", "sentence_zgh": ""}
    page = signed_in(by).post(f"/admin/files/{file.pk}/outcome/?outcome=not_selected", words | {"hold": "on"})
    assert (page.status_code, bool(page.context["form"].errors), Submission.objects.get(pk=file.pk).status) == (200, True, "received")


@pytest.mark.parametrize(("at_once", "after"), [("selected", "selected"), ("waiting_list", "waiting_list"), ("under_review", "not_selected")])
def test_a_decision_recorded_at_once_takes_the_place_of_the_one_held(at_once, after):
    made, by = open_call(), manager()
    file = sent(made, commune())
    prepare_outcome(submission=file, outcome=Status.NOT_SELECTED, by=by, at=timezone.now())
    record_outcome(submission=file, outcome=at_once, by=by, at=timezone.now())
    publish_results(call=made, by=by, at=closed(made))
    assert Submission.objects.get().status == after


def test_the_opening_gives_register_numbers_in_the_order_of_arrival():
    made, by = open_call(kind=Call.Kind.ASSOCIATIONS, sealed=True), manager()
    files = [sent(made, commune()) for _each in range(3)]
    Submission.objects.filter(pk=files[2].pk).update(submitted_at=timezone.now() - dt.timedelta(days=3))
    act = unseal_call(call=made, present=["أمينة", "كريم"], by=by, at=closed(made))
    order = [files[2], files[0], files[1]]
    assert [(row["number"], row["reference"]) for row in act.details["register"]] == [(number, file.reference) for number, file in enumerate(order, 1)]
    assert [Submission.objects.get(pk=file.pk).register_number for file in order] == [1, 2, 3]
