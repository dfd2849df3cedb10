"""The search page, and suggestions for whoever types."""

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core import languages
from portal.core.navigation import top_pages
from portal.core.paging import page_of
from portal.core.throttle import held, held_until, say_when

from . import choices, service
from .misses import note_miss
from .normalise import storable
from .query import FILTERS, LAST_PAGE, LONGEST_QUERY, PER_PAGE, Query
from .results import Results
from .shown import Shown

#: Letters typed before anything is suggested.
SHORTEST_SUGGESTED = 2
_SUGGESTED_SECONDS = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results in the reader's language, then the best of the others. Everything asked stands in the address; an unknown value there is a 404."""
    query = _query(request)
    until = held_until(request, "search") if query.text else None
    if until:
        context = {"query": "", "typed": query.text, "held": say_when(until), "suggest_url": reverse("suggest"), **_ways_on()}
        return held(render(request, "search/search.html", context), until)
    results = service.find(query) if query.text else Results()
    page = _page(request, results)
    at = timezone.now()
    shown = Shown(at)
    if query.text and not results.total and not results.promoted and not query.filters and not query.lang:
        note_miss(text=query.text, language=query.language, at=at)
    context = {
        "query": query.text,
        "typed": query.text,
        "asked": query,
        "results": results,
        "count": results.total,
        "page": page,
        "entries": [shown.hit(hit) for hit in results.hits],
        "promoted": [shown.hit(hit) for hit in results.promoted],
        "elsewhere": shown.elsewhere(query, results),
        "kinds": choices.kinds(query, results),
        "narrowing": choices.narrowing(query, results),
        "kept": [(name, value) for name, value in (("type", query.type), ("lang", query.lang)) if value],
        "corrected_url": choices.address(query.but(text=results.did_you_mean, page=1)) if results.did_you_mean else "",
        "without_filters": choices.address(Query(query.text, query.language)) if query.filters or query.lang else "",
        "suggest_url": reverse("suggest"),
        **_ways_on(),
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(private=True, max_age=_SUGGESTED_SECONDS)
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin as she types, in her language; each with the language its letters are in."""
    until = held_until(request, "suggest")
    if until:
        return held(JsonResponse({"suggestions": []}), until)
    text, language = _text(request), languages.current()
    found = service.suggest(text, language) if len(text) >= SHORTEST_SUGGESTED else []
    suggestions = []
    for one in found:
        written = languages.written_in(one.text, language)
        suggestions.append({"text": one.text, "url": one.url, "kind": choices.kind_label(one.type), "lang": written, "dir": languages.direction(written)})
    return JsonResponse({"suggestions": suggestions})


def _ways_on() -> dict:
    """Where to go from a search that helped nobody: questions, contact. From the cache."""
    pages = top_pages(languages.current())
    ways = [{**pages[slug], "icon": icon} for slug, icon in (("questions", "info"), ("contact", "phone")) if slug in pages]
    return {"ways_on": ways, "contact_url": pages.get("contact", {}).get("url", "")}


def _text(request: HttpRequest) -> str:
    return " ".join(storable(request.GET.get("q", ""))[:LONGEST_QUERY].split())


def _query(request: HttpRequest) -> Query:
    """From the address.

    Raises:
        Http404: for a filter's value that does not exist, or a number no page can have.
    """
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 1 <= len(number) <= 3 and 1 <= int(number) <= LAST_PAGE):
        raise Http404
    chosen: dict[str, Any] = {name: request.GET.get(name, "") for name in FILTERS}
    if not choices.exist(chosen):
        raise Http404
    if chosen["lang"] == languages.current():
        chosen["lang"] = ""
    return Query(_text(request), languages.current(), page=int(number), **chosen)


def _page(request: HttpRequest, results: Results) -> Page:
    """The pages of the results, for the links to the next ones."""
    return page_of(request, range(min(results.total, LAST_PAGE * PER_PAGE)), PER_PAGE)
