"""The search page, on Wagtail's database search for now (issue 6 brings the rest)."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from portal.core import languages
from portal.core.navigation import page_url
from portal.core.paging import page_of

PER_PAGE = 10
#: What anybody types is shorter; the rest is cut before it reaches a database.
LONGEST_QUERY = 100
#: Control characters and lone surrogates: no database takes them.
_NO_TEXT = frozenset({"Cc", "Cs"})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Live public pages in the reader's language that have the words; ``q`` and ``page`` stay in the address."""
    query = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].split())
    results = find_pages(query, languages.current()) if query else []
    page = page_of(request, results, PER_PAGE)
    entries = [_entry(found) for found in page.object_list]
    return render(request, "search/search.html", {"query": query, "entries": entries, "page": page, "count": page.paginator.count})


def find_pages(query: str, language: str) -> list[Page]:
    """Pages that match, best first. Quotation marks are left out: SQLite's full-text search takes them for a phrase and fails on an odd one."""
    clean = "".join(" " if char == '"' or unicodedata.category(char) in _NO_TEXT else char for char in query)
    if not clean.strip():
        return []
    pages = Page.objects.live().public().filter(locale=Locale.objects.get_for_language(language), depth__gte=2)
    return pages.search(clean, operator="and")


def _entry(page: Page) -> dict:
    return {"title": page.title, "url": page_url(page, languages.current()), "summary": strip_tags(page.search_description)}
