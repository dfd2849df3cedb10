"""What people and robots type into addresses and boxes: never a failure of ours, always an answer in the reader's language."""

import pytest
from django.test import Client

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
