"""Who may open a draft: the browser that began it, or whoever has its code. A shared computer shows nothing of the one before."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_app.applications.access import COOKIE
from forms_app.applications.models import Draft, Submission
from forms_app.applications.urls import urlpatterns as of_applicants
from forms_app.calls.models import Call
from forms_app.calls.urls import urlpatterns as of_calls
from tests.applications.test_journey import begin, fill, open_call, send  # noqa: F401
from tests.factories_forms import POSTED, call, commune, form

pytestmark = pytest.mark.django_db


def code_of(client: Client, base: str) -> str:
    """The resume code as the step shows it."""
    return client.get(f"{base}you/").context["code"]


GAPS = {"call": "registration", "slug": "registration", "draft": "x", "step": "you", "public_id": "x", "token": "x", "number": 1, "pk": 1}
#: Only posted to, shown to everybody, or drawn on paper (test_paper.py).
OTHERS = {"apply_clear", "apply_autosave", "public_register", "apply_blank", "call_poster"}
#: Pages of calls on which somebody types her address or her question.
OF_HERS = {"call_follow", "call_follow_code", "call_follow_confirm", "call_follow_stop", "call_questions"}


@pytest.mark.parametrize(("patterns", "hers"), [(of_applicants, {one.name for one in of_applicants} - OTHERS), (of_calls, OF_HERS)])
def test_no_browser_keeps_a_page_that_may_show_what_was_typed(client, open_call, patterns, hers):  # noqa: F811
    pages = {
        one.name: client.get(reverse(one.name, kwargs={name: GAPS[name] for name in one.pattern.converters})) for one in patterns if one.name not in OTHERS
    }
    assert {name for name, page in pages.items() if "no-store" in page.headers["Cache-Control"]} == hers


def test_the_cookie_is_the_browsers_alone(client, open_call):  # noqa: F811
    begin(client)
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize("address", ["you", "situation", "check", "receipt", "x"])
def test_an_address_opens_nothing_in_another_browser(client, open_call, address):  # noqa: F811
    base = begin(client)
    fill(client, base)
    other = Client()
    responses = [
        other.get(f"{base}{address}/"),
        other.post(f"{base}{address}/", {"wizard-current_step": address}),
        other.get(f"/ar/apply/registration/nobody/{address}/"),
    ]
    assert [response.status_code for response in responses] == [404, 404, 404]
    assert not [1 for response in responses for answer in (POSTED["you"]["full_name"], "+212612345678") if answer in response.content.decode()]


def test_a_forged_cookie_opens_nothing(client, open_call):  # noqa: F811
    base = begin(client)
    other = Client()
    other.cookies[COOKIE] = f"{Draft.objects.get().public_id}:123456789012:forged"
    assert other.get(f"{base}you/").status_code == 404


def test_a_draft_opens_only_under_its_own_call(client, open_call):  # noqa: F811
    base = begin(client)
    call(slug="other")
    assert client.get(base.replace("/registration/", "/other/") + "you/").status_code == 404


def test_the_code_opens_the_file_on_another_phone(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base, ("you",))
    other = Client()
    opened = other.post("/fr/resume/", {"code": code_of(client, base)})
    assert opened.headers["Location"] == base.replace("/ar/", "/fr/") + "situation/"
    assert other.get(base + "you/").context["form"].initial["full_name"] == POSTED["you"]["full_name"]


def test_the_code_of_a_file_that_was_sent_opens_its_receipt(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    code = code_of(client, base)
    send(client, base)
    other = Client()
    assert other.post("/ar/resume/", {"code": code}).headers["Location"] == f"{base}receipt/"
    assert other.get(f"{base}receipt/").context["secret"] == client.get(f"{base}receipt/").context["secret"]


@pytest.mark.parametrize("code", ["", "1234", "000000000000", "123456789012", "x" * 300, "٠٠٠٠"])
def test_a_wrong_code_opens_nothing(client, open_call, code):  # noqa: F811
    begin(client)
    page = Client().post("/ar/resume/", {"code": code})
    assert (page.status_code, COOKIE in page.cookies, bool(page.context["form"].errors)) == (200, False, True)


def test_neither_code_nor_secret_is_stored(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    code = code_of(client, base).replace("-", "")
    send(client, base)
    secret = client.get(f"{base}receipt/").context["secret"].replace(" ", "")
    stored = str(list(Draft.objects.values())) + str(list(Submission.objects.values()))
    assert (code in stored, secret in stored) == (False, False)


def test_three_women_at_one_computer_see_nothing_of_each_other(client, open_call):  # noqa: F811
    first = begin(client)
    fill(client, first, ("you",))
    second = begin(client, who="another")  # the first left in the middle
    pages = [client.get("/ar/apply/registration/"), client.get(f"{second}you/"), client.get(f"{first}you/")]
    fill(client, second)
    send(client, second)
    third = begin(client, who="another")
    pages += [client.get(f"{third}you/"), client.get(f"{second}receipt/"), client.get(f"{second}check/"), client.get(f"{first}situation/")]
    assert [page.status_code for page in pages] == [200, 200, 404, 200, 404, 404, 404]
    assert [page for page in pages if POSTED["you"]["full_name"] in page.content.decode()] == []
    assert [draft.filled_by for draft in Draft.objects.order_by("pk")] == ["self", "other", "other"]


def test_finish_and_clear_takes_the_file_off_the_phone_and_keeps_it(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    gone = client.post("/ar/apply/registration/clear/")
    page = client.get(gone.headers["Location"])
    assert (page.context["cleared"], page.context["can_continue"], client.get(f"{base}you/").status_code, Draft.objects.count()) == (True, False, 404, 1)


def test_clearing_is_an_act_never_a_link(client, open_call):  # noqa: F811
    begin(client)
    assert client.get("/ar/apply/registration/clear/").status_code == 405


def test_the_start_page_offers_to_continue_and_shows_nothing_of_the_file(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base, ("you",))
    page = client.get("/ar/apply/registration/")
    assert (page.context["can_continue"], POSTED["you"]["full_name"] in page.content.decode(), base in page.content.decode()) == (True, False, False)
    assert client.post("/ar/apply/registration/", {"who": "continue"}).headers["Location"] == f"{base}situation/"


def test_a_closed_call_takes_no_more_answers_and_no_more_files(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    key = client.get(f"{base}check/").context["key"]
    Call.objects.update(closes_at=timezone.now() - dt.timedelta(minutes=2))
    responses = [client.get("/ar/apply/registration/"), client.get(f"{base}you/"), client.get(f"{base}check/"), client.post(f"{base}check/", {"key": key})]
    assert ([response.headers["Location"] for response in responses], Submission.objects.count()) == (["/ar/calls/registration/"] * 4, 0)


@pytest.mark.parametrize(("second", "sent"), [(59, 1), (60, 0)])
def test_the_time_of_arrival_decides_to_the_second(client, second, sent):
    closes = dt.datetime(2026, 12, 15, 22, 59, tzinfo=dt.UTC)
    with time_machine.travel(closes - dt.timedelta(minutes=10), tick=False) as clock:
        form()
        commune()
        call(slug="registration", closes_at=closes)
        base = begin(client)
        fill(client, base)
        key = client.get(f"{base}check/").context["key"]
        clock.move_to(closes + dt.timedelta(seconds=second))
        client.post(f"{base}check/", {"key": key})
    assert Submission.objects.count() == sent


@pytest.mark.parametrize("slug", ["nobody", "draft-call", "without-form"])
def test_there_is_no_start_page_without_an_open_call_and_a_form(client, open_call, slug):  # noqa: F811
    call(slug="draft-call", published_at=None)
    call(slug="without-form", form_key="")
    response = client.get(f"/ar/apply/{slug}/")
    assert (response.status_code, response.headers.get("Location")) == ((302, "/ar/calls/without-form/") if slug == "without-form" else (404, None))


def test_somebody_living_outside_the_call_is_told_and_loses_nothing(client):
    from tests.factories_forms import province, region

    form()
    commune()
    oriental = region("oriental", "02", ar="الشرق", fr="Oriental")
    call(slug="registration", provinces=[province("nador", "02.381.", of=oriental, ar="الناظور", fr="Nador")])
    base = begin(client)
    fill(client, base)
    key = str(Draft.objects.get().idempotency_key)
    answers = [client.get(f"{base}check/"), client.post(f"{base}check/", {"key": key})]
    assert ([answer.headers["Location"] for answer in answers], Submission.objects.count()) == ([f"{base}elsewhere/"] * 2, 0)
    hers = call(slug="hers")
    page = client.get(f"{base}elsewhere/")
    moved = client.post(f"{base}elsewhere/", {"call": hers.slug})
    assert ([one["slug"] for one in page.context["offered"]], Draft.objects.latest("pk").call) == ([hers.slug], hers)
    assert client.get(moved.headers["Location"]).status_code == 200


def test_tracking_answers_alike_whether_the_file_exists_or_not(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    send(client, base)
    known = Submission.objects.get().reference
    from forms_app.applications.codes import make_reference

    unknown = make_reference(call_number=1012, sequence=999)
    answers = [client.post("/fr/track/", {"reference": reference, "secret": "00000000"}) for reference in (known, unknown)]
    assert {(page.status_code, page.context["submission"], str(page.context["form"].errors)) for page in answers} == {
        (200, None, str(answers[0].context["form"].errors))
    }


def test_guessing_the_code_of_a_file_is_slowed_down(client, open_call):  # noqa: F811
    base = begin(client)
    fill(client, base)
    send(client, base)
    page = client.get(f"{base}receipt/")
    reference, secret = page.context["submission"].reference, page.context["secret"]
    for _try in range(10):
        client.post("/ar/track/", {"reference": reference, "secret": "00000000"})
    assert client.post("/ar/track/", {"reference": reference, "secret": secret}).context["submission"] is None
