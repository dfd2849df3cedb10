"""Which pages anybody may read: published, and neither private nor below a private one. Every public list takes its pages from here."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from .generation import current_generation
from .kept import kept

_Pages = TypeVar("_Pages", bound=QuerySet)


def public(pages: _Pages) -> _Pages:
    """Those of the pages that anybody may read. Unlike Wagtail's own ``public()`` it asks the database nothing: private pages are few, and known."""
    private = Q()
    for path in sorted(restricted_paths()):
        private |= Q(path__startswith=path)
    return pages.filter(~private, live=True)


def is_restricted(page: Page) -> bool:
    """Whether the page or one above it is private."""
    return any(page.path.startswith(path) for path in restricted_paths())


def restricted_paths() -> frozenset[str]:
    """Tree paths of pages with a view restriction of their own; private pages are few, so the set is kept in the cache."""
    key = f"restricted-paths:{current_generation()}"
    return kept(key, lambda: frozenset(PageViewRestriction.objects.values_list("page__path", flat=True)), timeout=60)
