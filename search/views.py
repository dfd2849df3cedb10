"""The search page, on Wagtail's database search for now (issue 6 brings the rest)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from portal.core import languages
from portal.core.navigation import page_url

PER_PAGE = 10
#: What anybody types is shorter; the rest is cut before it reaches a database.
LONGEST_QUERY = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Live public pages in the reader's language that have the words; ``q`` and ``page`` stay in the address."""
    query = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].split())
    results = find_pages(query, languages.current()) if query else []
    paginator = Paginator(results, PER_PAGE)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= paginator.num_pages):
        raise Http404
    page = paginator.page(int(number))
    entries = [_entry(found) for found in page.object_list]
    return render(request, "search/search.html", {"query": query, "entries": entries, "page": page, "count": paginator.count})


def find_pages(query: str, language: str) -> list[Page]:
    """Pages that match, best first. Odd characters are Wagtail's to escape; surrogates are dropped, no database takes them."""
    clean = query.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    if not clean:
        return []
    pages = Page.objects.live().public().filter(locale=Locale.objects.get_for_language(language), depth__gte=2)
    return pages.search(clean, operator="and")


def _entry(page: Page) -> dict:
    return {"title": page.title, "url": page_url(page, languages.current()), "summary": strip_tags(page.search_description)}
