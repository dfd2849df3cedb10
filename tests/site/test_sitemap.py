"""The map of the site for machines."""

from collections import defaultdict
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from portal.core import languages
from portal.core.generation import next_generation

pytestmark = pytest.mark.django_db
SITEMAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
ROOT = "http://testserver"


def read(client) -> dict[str, dict[str, str]]:
    """Address of every entry, with its alternates."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == f"{SITEMAP}urlset"
    entries = [(entry.findtext(f"{SITEMAP}loc"), {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}) for entry in tree]
    assert len(entries) == len(dict(entries)), "an address stands twice"
    return dict(entries)


def test_it_lists_every_public_page_once_in_every_language(client, pages) -> None:
    assert set(read(client)) == {ROOT + page.address for page in pages}


def test_every_entry_names_all_its_translations_and_the_default(client, pages) -> None:
    entries = read(client)
    addresses = defaultdict(dict)
    for page in pages:
        addresses[page.page.translation_key][page.language] = ROOT + page.address
    for translations in addresses.values():
        expected = translations | {"x-default": translations["ar"]}
        assert set(translations) == set(languages.codes())
        assert [entries[address] for address in translations.values()] == [expected] * len(translations)


def test_it_tells_when_each_page_changed(client) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    dates = [entry.findtext(f"{SITEMAP}lastmod") for entry in tree]
    assert all(date and len(date) == 10 for date in dates)


def test_aliases_drafts_and_private_pages_are_not_in_it(client) -> None:
    before = set(read(client))
    jisr = Page.objects.get(slug="jisr", locale__language_code="ar", depth=4)
    jisr.create_alias(update_slug="jisr-alias")
    regions = Page.objects.get(slug="regions", locale__language_code="fr")
    PageViewRestriction.objects.create(page=regions, restriction_type="login")
    next_generation()
    contact = Page.objects.get(slug="contact", locale__language_code="zgh").specific
    contact.unpublish()
    gone = before - set(read(client))
    assert set(read(client)) < before
    assert gone == {address for address in before if address.startswith(f"{ROOT}/fr/regions/") or address == f"{ROOT}/zgh/contact/"}


def test_a_page_without_arabic_has_no_default(client) -> None:
    Page.objects.get(slug="contact", locale__language_code="ar").specific.unpublish()
    entries = read(client)
    assert entries[f"{ROOT}/fr/contact/"] == {code: f"{ROOT}/{code}/contact/" for code in ("fr", "zgh")}


def test_it_costs_one_query_whatever_the_number_of_pages(client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        read(client)
