"""Every page of the site, as readers and their browsers get it. Lists of faults are compared with nothing."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from portal.core import languages
from portal.core.navigation import page_url, translations_of

from .conftest import our_page_types

ROOT = "http://testserver"


def test_every_page_answers_in_its_language(site) -> None:
    wrong = [(page, page.status) for page in site if page.status != 200]
    assert wrong == []


def test_every_page_type_has_a_page_in_every_language(pages) -> None:
    """Otherwise the tests of this folder would pass over it in silence."""
    found = {(page.kind, page.language) for page in pages}
    assert found == {(model.__name__, code) for model in our_page_types() for code in languages.codes()}


def test_the_three_trees_hold_the_same_pages(pages) -> None:
    addresses = defaultdict(set)
    for page in pages:
        addresses[page.language].add(page.address.split("/", 2)[2])
    assert addresses["ar"] == addresses["fr"] == addresses["zgh"]
    assert len(addresses["ar"]) > 50


def test_the_document_says_its_language_and_direction(site) -> None:
    wrong = [page for page in site if (page.soup.html["lang"], page.soup.html["dir"]) != (page.language, languages.direction(page.language))]
    assert wrong == []


def test_one_first_heading_with_words_in_it(site) -> None:
    assert [(page, len(page.soup.find_all("h1"))) for page in site if len(page.soup.find_all("h1")) != 1] == []
    assert [page for page in site if not page.soup.h1.get_text(strip=True)] == []


def test_no_level_of_heading_is_skipped(site) -> None:
    wrong = []
    for page in site:
        levels = [int(heading.name[1]) for heading in page.soup.main.find_all(re.compile("^h[1-6]$"))]
        if any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append((page, levels))
    assert wrong == []


def test_titles_have_words_and_tell_pages_apart(pages) -> None:
    titles = defaultdict(Counter)
    for page in pages:
        titles[page.language][page.soup.title.get_text(strip=True)] += 1
    assert {language: [title for title, number in counted.items() if number > 1 or not title] for language, counted in titles.items()} == {
        code: [] for code in languages.codes()
    }  # fmt: skip


def test_the_canonical_address_is_the_pages_own(pages) -> None:
    wrong = [page for page in pages if [link["href"] for link in page.soup.find_all("link", rel="canonical")] != [ROOT + page.address]]
    assert wrong == []


def test_alternates_are_the_live_translations_and_the_default_is_arabic(pages, db) -> None:
    wrong = []
    for page in pages:
        expected = {code: ROOT + url for code, url in translations_of(page.page).items()}
        expected["x-default"] = expected["ar"]
        found = {link["hreflang"]: link["href"] for link in page.soup.find_all("link", rel="alternate")}
        if found != expected:
            wrong.append((page, found))
    assert wrong == []


def test_alternates_point_at_each_other(pages) -> None:
    """A search engine drops one-sided alternates."""
    known = {ROOT + page.address: {link["href"] for link in page.soup.find_all("link", rel="alternate")} for page in pages}
    wrong = [(address, other) for address, others in known.items() for other in others if address not in known.get(other, set())]
    assert wrong == []


def test_the_switcher_leads_to_this_page_in_every_language(pages, db) -> None:
    wrong = []
    for page in pages:
        available = translations_of(page.page)
        expected = [(code, available.get(code, f"/{code}/untranslated/{page.page.pk}/")) for code in languages.codes()]
        found = [(link["lang"], link["href"]) for link in page.soup.select("ul.langs a")]
        current = [link["lang"] for link in page.soup.select("ul.langs a[aria-current]")]
        if (found, current) != (expected, [page.language]):
            wrong.append((page, found, current))
    assert wrong == []


def test_the_breadcrumbs_are_the_pages_above(pages, db) -> None:
    wrong = []
    for page in pages:
        above = page.page.get_ancestors().filter(depth__gte=2) if page.page.depth > 2 else Page.objects.none()
        expected = [page_url(ancestor, page.language) for ancestor in above]
        found = [link["href"] for link in page.soup.select(".crumbs a")]
        if found != expected:
            wrong.append((page, found, expected))
    assert wrong == []


def test_unread_amazigh_pages_say_so_to_the_reader(pages, db) -> None:
    """Until a speaker has read it; with the way to the Arabic text, which prevails."""
    with translation.override("zgh"):
        notice = gettext("No speaker has read this Amazigh text yet. The Arabic text prevails.")
    said = {page.address for page in pages if notice in page.html}
    assert said == {page.address for page in pages if page.page.specific.awaits_a_reader}
    assert len(said) > 50
    wrong = [page for page in pages if page.address in said and not page.soup.select(f'.notice a[lang="ar"][href="/ar/{page.address.split("/", 2)[2]}"]')]
    assert wrong == []


def test_no_identifier_twice_and_every_anchor_leads_somewhere(site) -> None:
    wrong = []
    for page in site:
        ids = Counter(element["id"] for element in page.soup.find_all(id=True))
        wrong += [(page, "twice", name) for name, number in ids.items() if number > 1]
        wrong += [(page, "nowhere", link["href"]) for link in page.soup.select('a[href^="#"]') if link["href"][1:] not in ids]
    assert wrong == []


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(site) -> None:
    """The content policy allows neither; a page that needs one would be broken."""
    wrong = []
    for page in site:
        sources = [element.get("src") or element.get("href") for element in page.soup.find_all(["script", "img", "source", "video", "iframe", "use"])]
        sources += [link["href"] for link in page.soup.find_all("link") if link["rel"][0] in {"stylesheet", "icon", "preload"}]
        wrong += [(page, source) for source in sources if not (source or "").startswith(("/static/", "/media/", "/documents/", "#"))]
        wrong += [(page, element.name) for element in page.soup.find_all(style=True)]
        wrong += [(page, element.name, name) for element in page.soup.find_all(True) for name in element.attrs if name.startswith("on")]
        wrong += [(page, "style") for _element in page.soup.find_all("style")]
    assert wrong == []


def test_only_the_sensitive_page_has_a_quick_exit(pages) -> None:
    found = {page.address.split("/", 2)[2] for page in pages if page.soup.select(".exit a")}
    assert found == {"services/women-multipurpose-spaces/"}
