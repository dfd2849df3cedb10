"""Wagtail 8.0: every link to a page inside rich text costs four queries at every rendering.

Replaced by a handler that reads addresses from the cache (portal/core/richtext.py).
Red without it: tests/core/test_richtext.py::test_many_links_cost_no_more_queries_than_one.
"""

from django.utils.html import escape
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from portal.core.richtext import linked_addresses


class CachedPageLinkHandler(PageLinkHandler):
    """Leads to the page's translation in the reader's language; to the page itself when there is none; to nothing when it is gone."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Opening tags for several links, with one query for those not in the cache."""
        addresses = linked_addresses([int(attrs["id"]) for attrs in attrs_list])
        return [f'<a href="{escape(addresses[int(attrs["id"])])}">' if addresses[int(attrs["id"])] else "<a>" for attrs in attrs_list]


def register_cached_links(features: FeatureRegistry) -> None:
    """Takes the place of Wagtail's handler, which is registered before."""
    features.register_link_type(CachedPageLinkHandler)


def apply() -> None:
    """Register after Wagtail's own features."""
    hooks.register("register_rich_text_features", register_cached_links, order=100)
