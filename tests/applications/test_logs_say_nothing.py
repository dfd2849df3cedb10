"""The public and the staff's views, driven with everything a woman could send: no line of the log has a word of it (DESIGN 8.1)."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from portal.core.management.looping import go_round
from tests.core.log_ground import WORDS, betrayed, written
from tests.factories_forms import call, commune, form, staff

pytestmark = pytest.mark.django_db
ANSWERS = {"full_name": WORDS["name"], "phone": WORDS["phone"], "commune": "تيزنيت", "marital_status": "married", "head_of_household": "yes"}
HEADERS = {"user-agent": WORDS["latin"], "referer": f"https://testserver/{WORDS['email']}", "x-forwarded-for": WORDS["code"], "x-request-id": WORDS["cin"]}


@pytest.fixture
def visitor() -> Client:
    """One that gets the page of a failure, and carries what it could."""
    made = Client(raise_request_exception=False, headers=HEADERS)
    made.cookies["link"] = WORDS["token"]
    return made


@pytest.fixture
def step(visitor) -> str:
    """Address of the first step of a draft that this visitor has begun."""
    form()
    commune()
    call(slug="open")
    visitor.get("/ar/apply/open/")
    return visitor.post("/ar/apply/open/", {"who": "me"}).headers["Location"]


PUBLIC: dict[str, tuple[Callable[[Client], HttpResponse], int]] = {
    "search": (lambda b: b.get("/fr/search/", {"q": WORDS["search"]}), 200),
    "suggest": (lambda b: b.get("/fr/search/suggest/", {"q": WORDS["name"]}), 200),
    "where": (lambda b: b.get("/ar/where/", {"q": WORDS["latin"]}), 200),
    "missing": (lambda b: b.get(f"/ar/{WORDS['latin']}/{WORDS['phone']}/"), 404),
    "broken-address": (lambda b: b.get(f"/ar/%00{WORDS['cin']}"), 400),
    "private-link": (lambda b: b.get(f"/ar/r/{WORDS['token']}/"), 302),
    "resume": (lambda b: b.post("/ar/resume/", {"code": WORDS["code"]}), 200),
    "track": (lambda b: b.post("/ar/track/", {"reference": WORDS["cin"], "secret": WORDS["code"]}), 200),
    "track-by-telephone": (lambda b: b.post("/ar/track/code/", {"phone": WORDS["dialled"], "reference": WORDS["cin"]}), 200),
    "follow-stop": (lambda b: b.get(f"/ar/calls/follow/stop/{WORDS['token']}/"), 404),
    "somebody-elses-draft": (lambda b: b.get(f"/ar/apply/open/{WORDS['token']}/you/"), 404),
    "log-in": (lambda b: b.post("/admin/login/", {"username": WORDS["email"], "password": WORDS["token"]}), 200),
    "display": (lambda b: b.post("/ar/display/", {"next": f"/{WORDS['name']}", "text": WORDS["cin"]}), 302),
}


@pytest.mark.parametrize("what", PUBLIC)
def test_a_page_says_nothing_of_who_reads_it(visitor, what: str) -> None:
    ask, status = PUBLIC[what]
    with written() as lines:
        answer = ask(visitor)
    assert (answer.status_code, betrayed(lines), any("portal.requests" in line for line in lines)) == (status, [], True)


def test_a_form_without_its_token_is_refused_in_silence() -> None:
    with written() as lines:
        answer = Client(enforce_csrf_checks=True, headers=HEADERS).post(f"/ar/track/?q={WORDS['search']}", WORDS)
    assert (answer.status_code, betrayed(lines)) == (403, [])
    assert "django.security.csrf" in {json.loads(line)["logger"] for line in lines}


def test_a_step_says_nothing_saved_or_refused(visitor, step: str) -> None:
    statuses = []
    with written() as lines:
        for answers in (ANSWERS | {"phone": f"{WORDS['cin']} {WORDS['phone']}"}, ANSWERS):
            statuses.append(visitor.post(step, {"wizard-current_step": "you", **answers}).status_code)
        statuses.append(visitor.post(f"{step}autosave/", ANSWERS).status_code)
    assert (statuses, betrayed(lines), len(lines) > 3) == ([200, 302, 200], [], True)


@pytest.mark.parametrize("error", [RuntimeError, OperationalError])
def test_a_step_that_fails_with_the_answers_in_its_words(visitor, step: str, monkeypatch, error: type[Exception]) -> None:
    """What the database says when it refuses a row, or what a bug of ours could say."""

    def refuse(*_given: object, **_named: object) -> None:
        raise error(f"DETAIL: Failing row contains ({WORDS['name']}, {WORDS['dialled']}, {ANSWERS})")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    with written() as lines:
        answer = visitor.post(step, {"wizard-current_step": "you", **ANSWERS})
    failures = [line["failure"] for line in map(json.loads, lines) if "failure" in line]
    assert (answer.status_code, betrayed(lines)) == (503 if error is OperationalError else 500, [])
    assert [failure.splitlines()[-1].endswith(error.__name__) for failure in failures] == [True]


def test_a_document_that_is_none_says_nothing_of_its_name(visitor, step: str) -> None:
    file = SimpleUploadedFile(f"{WORDS['name']}.pdf", WORDS["dialled"].encode(), content_type="application/pdf")
    with written() as lines:
        answer = visitor.post(step, {"wizard-current_step": "you", **ANSWERS, "paper": file})
    assert (answer.status_code, betrayed(lines)) == (302, [])


def test_staff_look_for_a_person_in_silence(visitor) -> None:
    user = staff("programme_manager")
    user.is_superuser = True
    user.save()
    visitor.force_login(user)
    with written() as lines:
        answer = visitor.get("/admin/snippets/applications/submission/", {"q": WORDS["name"]}, follow=True)
    assert (answer.status_code, betrayed(lines)) == (200, [])


def test_a_loop_is_told_by_its_job_and_by_the_kind_of_its_failure() -> None:
    rounds = iter([OperationalError(f"row ({WORDS['name']})"), OSError(28, WORDS["phone"]), SystemExit()])

    def work() -> int:
        raise next(rounds)

    with written() as lines, pytest.raises(SystemExit):
        go_round(work, seconds=0, job="send_outbox")
    told = [(line["job"], line["message"]) for line in map(json.loads, lines) if line["level"] == "WARNING"]
    assert told == [
        ("send_outbox", "The database does not answer (django.db.utils.OperationalError); trying again."),
        ("send_outbox", "The machine does not do as asked (builtins.OSError); trying again."),
    ]
    assert betrayed(lines) == []
