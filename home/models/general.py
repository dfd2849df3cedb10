"""General pages: text, questions and answers, contact, the site map for people."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.core.navigation import page_url
from portal.core.pages import BodyPage
from portal.core.visibility import public

_DEEPEST = 6


class StandardPage(BodyPage):
    """A page of text: accessibility, privacy, legal notice, how to read the figures."""

    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("page of text")


class QuestionsPage(BodyPage):
    """Questions and answers, grouped under headings."""

    parent_page_types: ClassVar = ["home.HomePage"]
    template = "home/questions_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("questions and answers")


class ContactPage(BodyPage):
    """How to reach somebody. What a region has not given is said to be missing; no contact is invented."""

    parent_page_types: ClassVar = ["home.HomePage"]
    template = "home/contact_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("contact")


class SiteMapPage(BodyPage):
    """Every page of this language, for people."""

    parent_page_types: ClassVar = ["home.HomePage"]
    template = "home/site_map_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("site map")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """The tree below the home as a nested list, with one query."""
        home = self.get_parent()
        pages = public(Page.objects.descendant_of(home)).filter(depth__lte=_DEEPEST).order_by("path").only("title", "url_path", "depth", "path")
        return super().get_context(request, *args, **kwargs) | {"tree": _nest(pages, self.language)}


def _nest(pages: list[Page], language: str) -> list[dict]:
    """Pages in tree order as nested entries, each below the nearest page above it that is among them."""
    roots: list[dict] = []
    trail: list[tuple[str, dict]] = []
    for page in pages:
        entry: dict = {"title": page.title, "url": page_url(page, language), "children": []}
        while trail and not page.path.startswith(trail[-1][0]):
            trail.pop()
        (trail[-1][1]["children"] if trail else roots).append(entry)
        trail.append((page.path, entry))
    return roots
