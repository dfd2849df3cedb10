"""What people and robots type into addresses and boxes: never a failure of ours, always an answer in the reader's language."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.factories_forms import call

pytestmark = pytest.mark.django_db

ODD_QUERIES = [
    '"', '""', '"a', 'a" b', "'\") OR 1=1--", "'", "\\", "a\\", "%", "_", "*", "-a", "^a", "+", ":", "a:b", "(", ")", "((((", "[]{}", "NOT", "a AND OR NOT b",
    "NEAR(a b)", "a & !b", "<->", "<script>alert(1)</script>", "\u202e", "\u200f", "\u0301" * 90, "\U0001f600", "\x01", "x" * 1500,
]  # fmt: skip


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_no_query_breaks_the_search(client: Client, homes, query: str) -> None:
    """SQLite's full-text search raises on an odd quotation mark."""
    response = client.get("/fr/search/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("page", ["0000019", "00000100", "999999999999", "0", "-1", "1e9", "٢", "²", "", "9" * 1900])
@pytest.mark.parametrize("address", ["search/?q=x&page=", "calls/?page="])
def test_a_page_number_nobody_has_is_not_found(client: Client, homes, address: str, page: str) -> None:
    """A number with noughts before it looked small and was not."""
    response = client.get(f"/fr/{address}{page}")
    assert (response.status_code, '<html lang="fr"' in response.content.decode()) == (404, True)


@pytest.mark.parametrize("number", ["999999999999999999", "99999999999999999999", "9" * 1900])
@pytest.mark.parametrize("address", ["calls/{slug}/history/{number}/", "calls/{slug}/documents/{number}/", "untranslated/{number}/"])
def test_a_row_number_nobody_has_is_not_found(client: Client, homes, address: str, number: str) -> None:
    """SQLite fails on a number beyond 64 bits; so no address of ours takes one."""
    assert client.get(f"/fr/{address.format(slug=call().slug, number=number)}").status_code == 404


def test_every_address_takes_numbers_of_rows_only() -> None:
    ours = "".join(
        path.read_text(encoding="utf-8") for part in ("portal", "forms_app", "search", "regions") for path in (settings.BASE_DIR / part).rglob("*.py")
    )
    assert re.findall(r"path\(\s*\"[^\"]*<int:[^\"]*", ours) == []


HEADERS = {"x-frame-options": "SAMEORIGIN", "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
ANSWERS = [
    "/",
    "/fr",
    "/fr/",
    "/fr/nothing/",
    "/fr/%00/",
    "/fr/search/?q=" + "x" * 3000,
    "/fr/track/",
    "/fr/calls/",
    "/robots.txt",
    "/sitemap.xml",
    "/documents/1/x.pdf",
]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_protective_headers(client: Client, homes, address: str) -> None:
    """Errors made before any view, and redirects, among them."""
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/", "/fr/", "/fr/search/", "/fr/where/", "/fr/calls/"])
def test_machines_may_ask_for_the_head_alone(client: Client, homes, address: str) -> None:
    assert client.head(address).status_code == client.get(address).status_code


def test_a_form_of_another_site_is_refused_in_the_readers_language(client: Client, homes) -> None:
    response = client.post("/fr/display/", {"theme": "dark"}, headers={"origin": "https://elsewhere.example"})
    assert (response.status_code, '<html lang="fr"' in response.content.decode()) == (403, True)
