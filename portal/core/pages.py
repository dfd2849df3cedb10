"""What every page of the portal shares: a summary, the Amazigh reading state, its place in the three trees."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from . import languages
from .blocks import body_blocks
from .checks import RESERVED_SLUGS
from .navigation import breadcrumbs, translations_of
from .richtext import prime_links
from .templatetags.portal_text import section_id


class ReadingState(models.TextChoices):
    """Has a speaker read this text? Until then it says so to the reader (DESIGN section 3)."""

    UNREAD = "unread", _("Not yet read by a speaker")
    READ = "read", _("Read by a speaker")
    RELEASED = "released", _("Read and released by the second reader")


class PortalPage(Page):
    """Abstract ground of every page type: a title, a summary, a Latin slug shared by its translations."""

    summary = models.TextField(
        _("summary"), blank=True, max_length=500, help_text=_("One or two plain sentences under the title. Also shown in lists and search results.")
    )
    reading_state = models.CharField(
        _("Amazigh reading state"),
        max_length=10,
        choices=ReadingState,
        default=ReadingState.UNREAD,
        editable=True,
        help_text=_("For Amazigh pages only: whether a speaker has read the text."),
    )

    override_translatable_fields: ClassVar[list] = [SynchronizedField("slug"), SynchronizedField("reading_state", overridable=False)]
    content_panels: ClassVar[list] = [*Page.content_panels, FieldPanel("summary")]
    settings_panels: ClassVar[list] = [*Page.settings_panels, FieldPanel("reading_state", read_only=True)]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=1.5), index.SearchField("search_description")]
    show_in_menus_default = False

    class Meta:
        """Model options."""

        abstract = True

    def clean(self) -> None:
        """Latin slugs only, with a letter or a digit (the browser makes ``-`` of Arabic words), and none that an address of the site already takes.

        Raises:
            ValidationError: beside the slug field.
        """
        super().clean()
        if not self.slug.isascii() or not any(map(str.isalnum, self.slug)):
            raise ValidationError({"slug": _("Use Latin letters, digits and hyphens: addresses are printed and dictated.")})
        if self.depth in {None, 3} and self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word is an address of the site. Choose another.")})

    @property
    def language(self) -> str:
        """Code of the language of the tree in which this page stands."""
        return self.locale.language_code

    @property
    def written_in(self) -> str:
        """Code of the language of its words: an alias in another tree shows those of its original."""
        page: Page = self
        while page.alias_of_id:
            page = page.alias_of
        return page.locale.language_code

    @property
    def is_untranslated(self) -> bool:
        """Its words are in another language than its address."""
        return self.written_in != self.language

    @property
    def awaits_a_reader(self) -> bool:
        """An Amazigh page that no speaker has read yet: the page says so."""
        return self.written_in == "zgh" and self.reading_state == ReadingState.UNREAD

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """The language of the content, for ``<html lang dir>``, and the way back up."""
        request.portal_page = self  # type: ignore[attr-defined]  # our own mark: the frame asks whose page it is around
        context, written_in = super().get_context(request, *args, **kwargs), self.written_in
        return context | {
            "content_language": written_in,
            "content_direction": languages.direction(written_in),
            "breadcrumbs": breadcrumbs(self),
            "arabic_url": translations_of(self).get("ar", "") if self.awaits_a_reader else "",
        }


class BodyPage(PortalPage):
    """Abstract page with a body made of blocks."""

    body = StreamField(body_blocks(), verbose_name=_("body"), blank=True, help_text=_("The page's content, block by block."))

    content_panels: ClassVar[list] = [*PortalPage.content_panels, FieldPanel("body")]
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]

    class Meta:
        """Model options."""

        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """The headings of the body, for the list of parts at the top of a long page."""
        prime_links(self.body)
        headings = [block.value for block in self.body if block.block_type == "heading"]
        parts = [{"anchor": section_id(heading), "title": heading} for heading in headings]
        return super().get_context(request, *args, **kwargs) | {"parts": parts}
