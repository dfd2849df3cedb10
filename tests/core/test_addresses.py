"""Addresses nobody can mean get a clean answer in the reader's language and direction."""

import errno
import re

import pytest
from django.db import InterfaceError, InternalError, OperationalError
from django.test import Client
from django.urls import get_resolver
from psycopg.errors import ReadOnlySqlTransaction

from portal.core import error_views
from portal.core.middleware import MAX_ADDRESS

DIRECTIONS = {"ar": "rtl", "fr": "ltr", "zgh": "ltr"}


def opening(language: str) -> str:
    return f'<html lang="{language}" dir="{DIRECTIONS[language]}">'


def read_only() -> InternalError:
    """As Django tells that PostgreSQL only lets read."""
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = ReadOnlySqlTransaction()
    return error


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", DIRECTIONS)
@pytest.mark.parametrize(
    "rest",
    ["%00/", "where/%00", "where/?q=a%00b", "search/?q=" + "x" * MAX_ADDRESS, "x/" * MAX_ADDRESS, "calls/?" + "page=1&" * 400, "%EF%BF%BD/"],
    ids=["nul", "nul-at-the-end", "nul-in-the-query", "long-query", "long-path", "many-parameters", "replacement-character"],
)
def test_an_address_no_page_can_have_is_a_400(client: Client, language: str, rest: str) -> None:
    """Before any view and without the database (this test may not use it)."""
    response = client.get(f"/{language}/{rest}")
    assert (response.status_code, opening(language) in text(response)) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", DIRECTIONS)
@pytest.mark.parametrize(
    "rest",
    ["nothing/", "nothing/below/", "%FF/", "%C3%28/", "%ED%A0%80/", "admin/", "%D8%B4/", "a%20b/", "..%2F..%2Fetc/", "<script>/", "home/nothing.php", "%2500/"],
)
def test_an_address_nothing_stands_at_is_a_404(client: Client, homes, language: str, rest: str) -> None:
    """Broken UTF-8 and overlong encodings among them."""
    response = client.get(f"/{language}/{rest}")
    assert (response.status_code, opening(language) in text(response)) == (404, True)


@pytest.mark.django_db
def test_an_error_page_does_not_repeat_what_was_asked(client: Client, homes) -> None:
    """Nobody can put words into our mouth."""
    for address in ("/fr/pay-500-dirhams-here/", "/fr/%00pay-500-dirhams-here/"):
        assert "dirhams" not in text(client.get(address))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers", "cookie", "language"),
    [
        ("/nothing/", {}, "", "ar"),
        ("/nothing/", {"accept-language": "shi-MA,fr"}, "", "zgh"),
        ("/nothing/", {"accept-language": "fr"}, "zgh", "zgh"),
        ("/fr/nothing/", {"accept-language": "zgh"}, "ar", "fr"),
        ("/en/", {"accept-language": "en"}, "", "ar"),
        ("/nothing/", {"accept-language": ";;q=,,\xe9"}, "\xff", "ar"),
    ],
)
def test_the_language_of_an_error_is_the_address_then_the_cookie_then_the_browser(
    client: Client, homes, address: str, headers: dict, cookie: str, language: str
) -> None:
    client.cookies["language"] = cookie
    response = client.get(address, headers=headers)
    assert (response.status_code, opening(language) in text(response)) == (404, True)


@pytest.mark.django_db
@pytest.mark.parametrize("language", DIRECTIONS)
def test_answers_say_their_language(client: Client, homes, language: str) -> None:
    response = client.get(f"/{language}/where/")
    assert (response.headers["Content-Language"], "Accept-Language" in response.headers.get("Vary", "")) == (language, False)


@pytest.mark.django_db
def test_the_language_of_one_request_does_not_leak_into_the_next(client: Client, homes) -> None:
    found = [opening(language) in text(client.get(f"/{language}/where/")) for language in ("fr", "ar", "zgh", "ar")]
    assert found == [True] * 4


@pytest.mark.parametrize(
    ("code", "view"), [(400, error_views.bad_request), (403, error_views.forbidden), (404, error_views.not_found), (500, error_views.server_error)]
)
def test_the_site_uses_our_error_pages(code: int, view) -> None:
    assert get_resolver().resolve_error_handler(code) is view


@pytest.mark.parametrize("language", DIRECTIONS)
def test_a_failure_of_ours_is_told_first_in_the_readers_language_and_without_the_database(rf, language: str) -> None:
    for request in (rf.get(f"/{language}/"), rf.get("/nothing", headers={"accept-language": language})):
        response = error_views.server_error(request)
        shown = [match.group(1) for match in re.finditer(r'<section class="flow" lang="(\w+)"', text(response))]
        assert (response.status_code, shown[0], sorted(shown)) == (500, language, sorted(DIRECTIONS))
        assert f'<html lang="{language}" dir="{DIRECTIONS[language]}">' in text(response)
        assert ("data-number hidden" in text(response), "Retry-After" in response.headers) == (True, False), "no number was given to this request"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("away"), 503),
        (InterfaceError("closed"), 503),
        (OSError(errno.ENOSPC, "full"), 503),
        (read_only(), 503),
        (InternalError("broken"), 500),
        (OSError(errno.EIO, "broken"), 500),
        (KeyError(1), 500),
    ],
)
def test_what_passes_by_itself_says_when_to_come_back(rf, error: Exception, status: int) -> None:
    try:
        raise error
    except type(error):
        response = error_views.server_error(rf.get("/fr/"))
    assert (response.status_code, response.headers.get("Retry-After")) == (status, "60" if status == 503 else None)
    assert response.headers["Cache-Control"] == "no-store"


def test_the_page_of_a_failure_says_the_requests_number_and_nothing_else_of_it(rf) -> None:
    request = rf.get("/fr/apply/call/secret-draft/", {"q": "words"})
    request.log_about = {"request": "0" * 32, "number": "1234-5678"}
    page = text(error_views.server_error(request))
    assert [word for word in ("1234-5678", "data-number hidden", "0" * 32, "secret-draft", "words") if word in page] == ["1234-5678"]


@pytest.mark.django_db
def test_a_form_whose_token_is_gone_is_refused_in_the_readers_language(homes) -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {}, headers={"accept-language": "fr"})
    assert (response.status_code, opening("fr") in text(response)) == (403, True)


# Content policy --------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/fr/", "/fr/where/", "/fr/nothing/", "/fr/%00/", "/robots.txt"])
def test_public_answers_allow_no_inline_script_and_no_third_party(client: Client, homes, address: str) -> None:
    policy = client.get(address).headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy
    for loose in ("unsafe", "nonce", "http:", "https:", "*"):
        assert loose not in policy


@pytest.mark.django_db
def test_only_the_admin_has_the_looser_policy(client: Client, homes) -> None:
    """Its templates have inline scripts; without this the editor's screens do not work."""
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in policy
