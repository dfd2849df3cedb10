"""Each request has an id: its lines carry it, its answer does, and the page of a failure shows it as a number."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from portal.core.request_log import HEADER, StreamCut, number_of
from tests.core.log_ground import WORDS, betrayed, written

OURS = "0123456789abcdef0123456789abcdef"
pytestmark = pytest.mark.urls("tests.core.urls_that_fail")


@pytest.fixture
def careless() -> Client:
    """A browser that gets the page of a failure."""
    return Client(raise_request_exception=False)


def requests_told(lines: list[str]) -> list[dict]:
    return [line for line in map(json.loads, lines) if line["logger"] == "portal.requests"]


@pytest.mark.parametrize(
    ("behind", "given", "kept"),
    [(True, OURS, True), (False, OURS, False), (True, OURS.upper(), False), (True, "0612345678", False), (True, f"{OURS}0", False), (True, "", False)],
)
def test_the_id_is_our_proxys_or_made_here(settings, client, behind: bool, given: str, kept: bool) -> None:
    settings.BEHIND_PROXY = behind
    answered = client.get("/health/live", headers={"x-request-id": given}).headers[HEADER]
    assert (answered == given, bool(re.fullmatch("[0-9a-f]{32}", answered))) == (kept, True)


def test_two_requests_have_two_ids(client) -> None:
    assert client.get("/health/live").headers[HEADER] != client.get("/health/live").headers[HEADER]


def test_one_line_says_which_view_how_it_ended_and_how_long_it_took(client) -> None:
    with written() as lines:
        answer = client.get("/health/live")
    (line,) = requests_told(lines)
    assert 0 < line.pop("milliseconds") < 5000
    line.pop("time")
    told = {"level": "INFO", "logger": "portal.requests", "message": "Answered", "method": "GET", "route": "health/live", "status": 200}
    assert line == told | {"request": answer.headers[HEADER], "number": number_of(answer.headers[HEADER])}


def test_the_number_is_eight_digits() -> None:
    assert [number_of(request_id) for request_id in ("0" * 32, "f" * 32)] == ["0000-0000", "6821-1455"]


def test_a_method_of_anybodys_own_is_not_told(client) -> None:
    with written() as lines:
        client.generic(WORDS["cin"], "/health/live")
    assert [(line["method"], line["status"]) for line in requests_told(lines)] == [("other", 405)]
    assert betrayed(lines) == []


@pytest.mark.django_db
def test_staff_are_told_by_their_number_and_a_visitor_not_at_all(client) -> None:
    user = User.objects.create_superuser(WORDS["latin"], WORDS["email"])
    with written() as lines:
        client.get("/admin/login/")
        client.force_login(user)
        client.get("/admin/account/")
    visitor, staff = requests_told(lines)
    assert ("user" in visitor, staff["user"]) == (False, user.pk)
    assert betrayed(lines) == []


def test_the_page_of_a_failure_tells_the_number_its_lines_have(careless) -> None:
    with written() as lines:
        answer = careless.post("/fail/bug/", {"name": WORDS["name"]}, headers={"accept-language": "fr"})
    number = re.search(r'<bdi dir="ltr">(\d{4}-\d{4})</bdi>', answer.content.decode()).group(1)
    told = [(line["level"], line["number"]) for line in map(json.loads, lines) if line["logger"] in {"django.request", "portal.requests"}]
    assert (answer.status_code, told) == (500, [("ERROR", number), ("INFO", number)])


def test_what_django_says_after_our_middleware_has_its_number_too(client, monkeypatch) -> None:
    """A view that answers 503 itself is told by the handler, which stands above every middleware."""
    monkeypatch.setattr("portal.core.health.views.examine", lambda **_asked: {})
    monkeypatch.setattr("portal.core.health.views.all", lambda _findings: False, raising=False)
    with written() as lines:
        answer = client.get("/health/ready")
    told = {line["logger"]: line.get("request") for line in map(json.loads, lines)}
    assert (answer.status_code, told["django.request"], told["portal.requests"]) == (503, answer.headers[HEADER], answer.headers[HEADER])


def test_an_answer_that_breaks_off_is_told_without_the_words_the_server_would_print(careless) -> None:
    with written() as lines:
        answer = careless.post("/break/", WORDS)
        with pytest.raises(StreamCut) as cut:
            list(answer.streaming_content)
    assert (str(cut.value), cut.value.__cause__, cut.value.__suppress_context__) == ("", None, True)
    (line,) = [line for line in map(json.loads, lines) if line["message"] == "An answer broke off"]
    assert (line["request"], line["failure"].splitlines()[-1]) == (answer.headers[HEADER], "builtins.ValueError")
    assert betrayed(lines) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("how", "status"), [("bug", 500), ("missing", 404), ("forbidden", 403), ("suspicious", 400), ("invalid", 500)])
def test_a_view_may_fail_with_all_that_was_sent_in_its_words(careless, how: str, status: int) -> None:
    headers = {
        "user-agent": WORDS["latin"],
        "referer": f"https://testserver/?{WORDS['email']}",
        "x-forwarded-for": WORDS["phone"],
        "x-request-id": WORDS["code"],
    }
    careless.cookies["file"] = WORDS["token"]
    with written() as lines:
        answer = careless.post(f"/fail/{how}/?q={WORDS['search']}", WORDS, headers=headers)
    assert (answer.status_code, betrayed(lines), len(lines) >= 3) == (status, [], True)


@pytest.mark.django_db
def test_a_database_may_quote_the_row_it_refuses(careless) -> None:
    with written() as lines:
        answer = careless.post("/refuse/", WORDS)
    failed = [line["failure"] for line in map(json.loads, lines) if "failure" in line]
    assert (answer.status_code, betrayed(lines), "django.db.utils.IntegrityError" in failed[0]) == (500, [], True)


def test_a_host_that_is_not_ours_is_not_repeated(careless, settings) -> None:
    settings.ALLOWED_HOSTS = ["portal.example"]
    with written() as lines:
        answer: HttpResponse = careless.get("/ar/", headers={"host": f"{WORDS['phone']}.example"})
    assert (answer.status_code, betrayed(lines), len(lines) >= 2) == (400, [], True)
