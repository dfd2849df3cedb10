"""Every action of the public forms has a limit; the page at the limit says when one may go on, and keeps what was typed."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from forms_app.applications.codes import make_reference
from forms_app.applications.models import Draft, DraftStep, Submission, Upload
from forms_app.calls.models import Call, CallSubscription, Clarification
from tests.applications.annexes_ground import annex_call, begun, photo, sent
from tests.applications.test_journey import begin, fill
from tests.factories_forms import POSTED, call, change_call, commune, form

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 10, 0, 10, tzinfo=dt.UTC)  # 11:00:10 in Casablanca
MAIL = "her@example.org"
TYPED = {"you": POSTED["you"] | {"full_name": "ثالثة المحفوظات"}}


@pytest.fixture(autouse=True)
def _twice_an_hour(settings):
    """Everything may be done twice; at a moment that stands still."""
    settings.THROTTLES = {action: dict.fromkeys(limits, (2, 3600)) for action, limits in settings.THROTTLES.items()}
    with time_machine.travel(NOW, tick=False):
        form()
        commune()
        call(slug="registration", questions_until=timezone.now() + dt.timedelta(days=3))
        yield


def start(client: Client) -> Callable:
    return lambda: client.post("/fr/apply/registration/", {"who": "me", "sure": "yes"})


def save(client: Client) -> Callable:
    base = begin(client, "fr")
    return lambda: client.post(f"{base}you/", {"wizard-current_step": "you", **TYPED["you"]})


def autosave(client: Client) -> Callable:
    base = begin(client, "fr")
    return lambda: client.post(f"{base}you/autosave/", {"wizard-version": 0, "full_name": "ثالثة"})


def submit(client: Client) -> Callable:
    base = begin(client, "fr")
    fill(client, base, ("you", "situation"))
    cache.clear()
    fill(client, base, ("project",))
    key = Draft.objects.get().idempotency_key
    return lambda: client.post(f"{base}check/", {"key": key})


def track(client: Client) -> Callable:
    return lambda: client.post("/fr/track/", {"reference": make_reference(call_number=1012, sequence=5), "secret": "1234 5678"})


def code(client: Client) -> Callable:
    return lambda: client.post("/fr/track/code/", {"reference": make_reference(call_number=1012, sequence=5)})


def ask(client: Client) -> Callable:
    return lambda: client.post("/fr/calls/registration/questions/", {"text": "Faut-il une copie des statuts ?"})


def follow(client: Client) -> Callable:
    return lambda: client.post("/fr/calls/follow/", {"address": MAIL})


def search(client: Client) -> Callable:
    return lambda: client.get("/fr/search/", {"q": "coopérative de Tiznit"})


def suggest(client: Client) -> Callable:
    return lambda: client.get("/fr/search/suggest/", {"q": "coo"})


#: Each with what was typed, as it must stand in the page at the limit.
PAGES = {
    start: "", save: "ثالثة المحفوظات", track: "1234 5678", code: make_reference(call_number=1012, sequence=5),
    ask: "Faut-il une copie des statuts ?", follow: MAIL, search: "coopérative de Tiznit",
}  # fmt: skip
ANSWERS = {autosave: {"state": "later"}, suggest: {"suggestions": []}}


@pytest.mark.parametrize("action", PAGES, ids=lambda action: action.__name__)
def test_the_third_time_the_page_says_when_and_keeps_what_was_typed(client, action):
    again = action(client)
    assert {again().status_code for _twice in range(2)} <= {200, 302}
    page = again()
    html = page.content.decode()
    assert (page.status_code, page.headers["Retry-After"], "12\xa0h\xa001" in html, PAGES[action] in html) == (429, "3600", True, True)
    with time_machine.travel(NOW + dt.timedelta(hours=1, seconds=1), tick=False):
        assert again().status_code in {200, 302}


@pytest.mark.parametrize("action", ANSWERS, ids=lambda action: action.__name__)
def test_scripts_are_told_to_come_back_later(client, action):
    again = action(client)
    answers = [again() for _thrice in range(3)]
    assert ([answer.status_code for answer in answers], answers[2].json(), answers[2].headers["Retry-After"]) == ([200, 200, 429], ANSWERS[action], "3600")


def test_what_was_held_back_was_not_done(client):
    again = start(client)
    for _many in range(5):
        again()
    questions, followers = ask(client), follow(client)
    for _many in range(5):
        questions()
        followers()
    assert (Draft.objects.count(), Clarification.objects.count(), CallSubscription.objects.count()) == (2, 2, 1)


def test_a_step_held_back_is_not_saved_and_leaving_is_never_held_back(client):
    again = save(client)
    for _many in range(3):
        again()
    address = again().wsgi_request.path
    assert (DraftStep.objects.get(step="you").version, "file" in client.cookies) == (2, True)
    left = client.post(address, {"wizard-current_step": "you", "wizard-go": "clear", **TYPED["you"]})
    assert (left.status_code, client.cookies["file"].value) == (302, "")


def test_sending_is_held_back_on_the_page_of_the_answers_and_nothing_is_lost(client, settings):
    again = submit(client)
    settings.THROTTLES = settings.THROTTLES | {"submit": {"file": (0, 3600)}}
    page = again()
    assert (page.status_code, "12\xa0h\xa001" in page.content.decode(), POSTED["you"]["full_name"] in page.content.decode()) == (429, True, True)
    assert Submission.objects.count() == 0
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        settings.THROTTLES = settings.THROTTLES | {"submit": {"file": (1, 3600)}}
        assert (again().status_code, Submission.objects.count()) == (302, 1)


def test_a_document_too_many_is_refused_beside_its_field_and_the_others_stay(client):
    change_call(Call.objects.get(), slug="other")
    annex_call()
    base = begun(client)
    statuses = [client.post(f"{base}papers/upload/", {"statutes": sent(photo((30, 40 + number)))}).status_code for number in range(3)]
    page = client.post(f"{base}papers/", {"wizard-current_step": "papers", "word": "بقي", "statutes": sent(photo((30, 50)))})
    assert (statuses, Upload.objects.count(), page.status_code, page.headers["Retry-After"]) == ([200, 200, 429], 2, 429, "3600")
    assert (list(page.context["form"].errors), 'value="بقي"' in page.content.decode()) == (["statutes"], True)


def test_another_address_and_another_file_are_not_concerned(client):
    again = save(client)
    for _many in range(3):
        again()
    other = Client(REMOTE_ADDR="198.51.100.4")
    assert save(other)().status_code == 302


def test_what_the_cache_remembers_names_nobody(client):
    again = start(client)
    again()
    kept = str(list(cache._cache))
    assert ("throttle" in kept, "127.0.0.1" in kept) == (True, False)
