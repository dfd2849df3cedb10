"""Gaps of the libraries that we work round: each test shows the gap is still there, or that our guard closes it.

A test of the first kind that turns red means the work-around can go.
"""

import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify
from django.utils.translation import override
from wagtail import hooks
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.wagtail_hooks import check_view_restrictions
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.models import StandardPage
from portal.core import upstream
from portal.core.upstream.page_links import CachedPageLinkHandler
from portal.core.upstream.view_restrictions import check_if_restricted

pytestmark = pytest.mark.django_db


# Links in rich text ------------------------------------------------------------------


def test_wagtails_links_still_cost_queries_each_time(make_page) -> None:
    attributes = [{"id": str(make_page(f"target-{number}").pk)} for number in range(3)]
    with CaptureQueriesContext(connection) as stock:
        PageLinkHandler.expand_db_attributes_many(attributes)
        PageLinkHandler.expand_db_attributes_many(attributes)
    CachedPageLinkHandler.expand_db_attributes_many(attributes)
    with CaptureQueriesContext(connection) as ours:
        CachedPageLinkHandler.expand_db_attributes_many(attributes)
    assert (len(stock) > 2, len(ours)) == (True, 0)


# Private pages -------------------------------------------------------------------------


def test_wagtails_check_of_private_pages_still_asks_every_time(make_page, rf) -> None:
    page = make_page("public")
    found = {}
    for name, check in (("stock", check_view_restrictions), ("ours", check_if_restricted)):
        serve = check(lambda page, request, args, kwargs: HttpResponse("served"))
        serve(page, rf.get("/"), [], {})
        with CaptureQueriesContext(connection) as asked:
            assert serve(page, rf.get("/"), [], {}).content == b"served"
        found[name] = len(asked) > 0
    assert found == {"stock": True, "ours": False}


def test_ours_stands_in_the_place_of_wagtails_once() -> None:
    """Applying twice must not serve twice."""
    upstream.apply()
    registered = hooks.get_hooks("on_serve_page")
    assert (registered.count(check_if_restricted), registered.count(check_view_restrictions)) == (1, 0)


# wagtail-localize ------------------------------------------------------------------------


def stored(value: object) -> object:
    """A value as a StreamField keeps it: every item of a list has an id."""
    if isinstance(value, list):
        return [{"type": "item", "id": str(uuid.uuid4()), "value": stored(item)} for item in value]
    return {name: stored(child) for name, child in value.items()} if isinstance(value, dict) else value


def strings(block: str, value: object) -> set[str]:
    """What wagtail-localize gives a translator of a page with this one block."""
    stream = StandardPage._meta.get_field("body").stream_block
    page = StandardPage(title="t", slug="t", body=stream.to_python([{"type": block, "id": str(uuid.uuid4()), "value": stored(value)}]))
    return {segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)} - {"t"}


def test_every_word_of_our_table_is_translated() -> None:
    """Wagtail's own table blocks are never extracted."""
    table = {"caption": "caption", "columns": ["one", "two"], "rows": [["three", "four"]], "note": "note"}
    assert strings("table", table) == {"caption", "one", "two", "three", "four", "note"}


@pytest.mark.parametrize(
    ("block", "value", "words"),
    [
        ("heading", "heading", {"heading"}),
        ("text", "<p>one</p><p>two</p>", {"one", "two"}),
        ("offers", [{"icon": "star", "title": "title", "text": "text"}], {"title", "text"}),
        ("steps", [{"title": "title", "text": "text"}], {"title", "text"}),
        ("facts", [{"label": "label", "value": "value"}], {"label", "value"}),
        ("notice", {"tone": "info", "text": "<p>text</p>"}, {"text"}),
        ("questions", [{"question": "question", "answer": "<p>answer</p>"}], {"question", "answer"}),
        ("video", {"title": "title", "video": None, "captions": None, "transcript": "<p>transcript</p>"}, {"title", "transcript"}),
        ("downloads", [{"document": None, "title": "title", "language": "ar"}], {"title"}),
    ],
)
def test_every_word_of_every_block_is_translated(block: str, value: object, words: set[str]) -> None:
    assert strings(block, value) == words


def test_slugs_made_from_tifinagh_are_still_useless() -> None:
    assert [slugify("ⵯ", allow_unicode=True), slugify("ⵜⵉⵍⴳⴳⵯⵉⵜ")] == ["\u2d61", ""]


def test_a_new_translation_is_a_draft_with_the_slug_of_the_original(homes, make_page, django_capture_on_commit_callbacks) -> None:
    """wagtail-localize would publish it at once, unread, and name it after its Tifinagh title."""
    page = make_page("facts", title="حقائق")
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(page, [homes["zgh"].locale])
    made = page.get_translation(homes["zgh"].locale)
    assert (made.live, made.slug, made.get_parent().pk) == (False, "facts", homes["zgh"].pk)
    assert TranslationSource.objects.get_for_instance(page).translations.count() == 1


# Wagtail's search -----------------------------------------------------------------------------


def test_a_search_writes_nothing_but_that_it_found_nothing(client: Client, homes) -> None:
    """Wagtail's counter of searches would write what people look for at every GET; ours counts only what nobody finds (decision 604)."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/ar/search/?q=abc").status_code == 200
    written = [query["sql"] for query in asked if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if '"search_searchmiss"' not in sql] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "label"), [("ar", "المرور"), ("fr", "Mot de passe")])
def test_the_log_in_form_names_the_password_in_the_language_of_the_page(client, language, label) -> None:
    form = client.get("/admin/login/", headers={"accept-language": language}).context["form"]
    with override(language):
        assert label in str(form.fields["password"].label or "")
