"""Which addresses are kept whole: a page of every type and the views that say so, in every language; nothing that is somebody's own."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core import languages

pytestmark = pytest.mark.django_db
KEPT = (
    "where/",
    "where/?region=souss-massa",
    "calls/",
    "calls/?state=open&kind=associations",
    "calls/registration-sample/",
    "calls/registration-sample/history/",
)
OWN = ("where/?q=agadir", "search/?q=jisr", "track/", "resume/", "apply/registration-sample/", "calls/follow/", "calls/?state=open&salon=1")


@pytest.fixture
def reader(settings) -> Client:
    settings.PAGE_CACHE_SECONDS = 300
    cache.clear()
    return Client()


def second_visit(reader: Client, address: str) -> tuple[bool, int]:
    """Whether it may be kept by others, and what it asks the database when it is opened again."""
    reader.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = reader.get(address)
    return again.headers["Cache-Control"].startswith("public"), len(asked)


def test_a_page_of_every_type_is_kept_in_every_language(reader, pages) -> None:
    one_of_each = {(page.kind, page.language): page.address for page in pages}
    found = {key: second_visit(reader, address) for key, address in one_of_each.items()}
    assert found == dict.fromkeys(one_of_each, (True, 0))


@pytest.mark.parametrize("language", languages.codes())
def test_views_are_kept_only_where_they_are_the_same_for_all(reader, language) -> None:
    kept = {view: second_visit(reader, f"/{language}/{view}") for view in KEPT}
    own = {view: second_visit(reader, f"/{language}/{view}")[0] for view in OWN}
    assert (kept, own) == (dict.fromkeys(KEPT, (True, 0)), dict.fromkeys(OWN, False))


def test_a_kept_page_is_the_page(reader, pages) -> None:
    """As a reader without the cache gets it, byte by byte."""
    home = next(page for page in pages if page.kind == "HomePage" and page.language == "ar")
    reader.get(home.address)
    assert reader.get(home.address).content.decode() == home.html
