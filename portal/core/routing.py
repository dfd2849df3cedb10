"""From an address to a page in two queries, one when it was asked for before (TRAPS, Wagtail 8: stock routing costs two a level, and five before it starts)."""

from django.apps import apps
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Locale, Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from . import languages
from .fingerprints import fingerprint
from .generation import current_generation
from .kept import kept
from .page_cache import public_page


@public_page("page")
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own ``serve`` with the page already found: hooks, private pages and page types behave as ever.

    Without a live home in the address's language Wagtail would show the Arabic one there, inside ``lang="fr"``: a 404 here.

    Raises:
        Http404: no such live page in this language.
    """
    page = find_page(language=languages.current(), path=path)
    request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]  # Wagtail's own mark
    return serve(request, path)


def find_page(*, language: str, path: str) -> Page:
    """The live page at ``path`` below a language's home, as its own type.

    Raises:
        Http404: when there is none, or it is not live.
    """
    home_path = home_paths().get(language)
    if not home_path:
        raise Http404
    url_path = f"{home_path}{path.strip('/')}/" if path.strip("/") else home_path
    key = f"page-at:{fingerprint(url_path)}:{current_generation()}"
    known = cache.get(key)
    if known is None:
        known = _read_place(url_path, language)
        cache.set(key, known, timeout=600)
    pk, kind, locale = known
    page = apps.get_model(*kind)._default_manager.live().filter(pk=pk).order_by().first()
    if page is None:
        raise Http404
    page.locale = locale
    return page


def _read_place(url_path: str, language: str) -> tuple[int, tuple[str, str], Locale]:
    """Number, type (app, model) and locale of the page: what does not change while it stays there."""
    page = Page.objects.filter(url_path=url_path, locale__language_code=language).live().select_related("locale", "content_type").first()
    if page is None:
        raise Http404
    return page.pk, page.content_type.natural_key(), page.locale


def home_paths() -> dict[str, str]:
    """``url_path`` of the live home of each language."""
    key = f"home-paths:{current_generation()}"
    return kept(key, _read_home_paths, timeout=600)


def _read_home_paths() -> dict[str, str]:
    root = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    return dict(Page.objects.filter(translation_key__in=root).live().values_list("locale__language_code", "url_path"))
