"""Links to pages inside rich text."""

import json
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction
from wagtail.rich_text import expand_db_html

from portal.core.generation import next_generation

pytestmark = pytest.mark.django_db


def link(page) -> str:
    return f'<a linktype="page" id="{page.pk}">x</a>'


def body_of(*pages) -> str:
    """Two kinds of blocks, so that links nested in a list count too."""
    answers = [{"type": "item", "id": str(uuid.uuid4()), "value": {"question": "?", "answer": f"<p>{link(page)}</p>"}} for page in pages]
    return json.dumps([{"type": "text", "value": "".join(f"<p>{link(page)}</p>" for page in pages)}, {"type": "questions", "value": answers}])


def cost(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_many_links_cost_no_more_queries_than_one(client: Client, make_page) -> None:
    """Red without upstream/page_links: Wagtail asks four times a link."""
    targets = [make_page(f"target-{number}") for number in range(9)]
    make_page("one", body=body_of(targets[0]))
    make_page("many", body=body_of(*targets))
    client.get("/ar/one/")
    assert cost(client, "/ar/one/") == cost(client, "/ar/many/")


def test_the_links_of_a_page_lead_where_they_say(client: Client, make_page) -> None:
    make_page("one", body=body_of(make_page("target")))
    assert client.get("/ar/one/").content.decode().count('<a href="/ar/target/">x</a>') == 2


def test_a_link_leads_to_the_translation_in_the_readers_language(make_page, translate) -> None:
    page = make_page("target")
    translate(page, "fr")
    found = {}
    for language in ("ar", "fr", "zgh"):
        with translation.override(language):
            found[language] = expand_db_html(link(page))
    assert found == {
        "ar": '<a href="/ar/target/">x</a>', "fr": '<a href="/fr/target/">x</a>', "zgh": '<a href="/ar/target/">x</a>',
    }  # fmt: skip


def test_a_link_to_nothing_leads_nowhere(make_page) -> None:
    """A draft, a page deleted since, an id that never was."""
    draft, gone = make_page("draft", live=False), make_page("gone")
    address = link(gone)
    gone.delete()
    assert [expand_db_html(html) for html in (link(draft), address, '<a linktype="page" id="99999999">x</a>')] == ["<a>x</a>"] * 3


def test_a_link_follows_a_change_of_address(make_page) -> None:
    page = make_page("before")
    assert expand_db_html(link(page)) == '<a href="/ar/before/">x</a>'
    page.slug = "after"
    page.save_revision().publish()
    next_generation()
    assert expand_db_html(link(page)) == '<a href="/ar/after/">x</a>'


def test_a_link_to_a_public_page_leads_nobody_to_its_private_translation(make_page, translate) -> None:
    page = make_page("target")
    PageViewRestriction.objects.create(page=translate(page, "fr"), restriction_type="login")
    next_generation()
    with translation.override("fr"):
        assert expand_db_html(link(page)) == '<a href="/ar/target/">x</a>'
