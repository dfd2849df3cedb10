"""From an address to a page with few queries (TRAPS, Wagtail 8: stock routing costs two queries a level)."""

from django.core.cache import cache
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from .generation import current_generation


def find_page(*, home: Page, components: list[str]) -> Page:
    """The live page at ``components`` below ``home``, as its own type.

    Raises:
        Http404: when there is none, or it is not live.
    """
    url_path = home.url_path + "/".join(components) + "/"
    page = Page.objects.filter(url_path=url_path, path__startswith=home.path).live().select_related("locale", "content_type").first()
    if page is None:
        raise Http404
    specific = page.specific
    specific.locale = page.locale
    return specific


def restricted_paths() -> frozenset[str]:
    """Tree paths of pages with a view restriction of their own; private pages are few, so the set is kept in the cache."""
    key = f"restricted-paths:{current_generation()}"
    return cache.get_or_set(key, lambda: frozenset(PageViewRestriction.objects.values_list("page__path", flat=True)), timeout=60)


def is_restricted(page: Page) -> bool:
    """Whether the page or one above it is private."""
    return any(page.path.startswith(path) for path in restricted_paths())
