"""The home page of each language."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.core.pages import BodyPage
from regions.models.reading import region_links

from .news import latest_news


class HomePage(BodyPage):
    """What the programme offers, can I apply, my region, open calls, news, key figures."""

    hero_kicker = models.CharField(_("line above the title"), max_length=80, blank=True, help_text=_("Two or three words."))
    hero_title_1 = models.CharField(_("title, first line"), max_length=80, help_text=_("A short question to the reader."))
    hero_title_2 = models.CharField(_("title, second line"), max_length=120, blank=True, help_text=_("The answer."))
    hero_text = models.TextField(_("text under the title"), max_length=300, blank=True, help_text=_("One sentence: for whom, what, where."))

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [
        BodyPage.content_panels[0],
        MultiFieldPanel(
            [FieldPanel("hero_kicker"), FieldPanel("hero_title_1"), FieldPanel("hero_title_2"), FieldPanel("hero_text")], heading=_("Top of the page")
        ),
        *BodyPage.content_panels[1:],
    ]
    template = "home/home_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """The regions for the map and the latest news."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"regions": region_links(self.language), "news": latest_news(home=self, number=3)}
