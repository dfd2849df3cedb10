"""Pages of the regions: the index, and one page a region in each language."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from portal.core.pages import BodyPage
from portal.core.staff.page_forms import RegionalPageForm

from .reading import region_facts, region_links
from .territory import Region


class RegionIndexPage(BodyPage):
    """All regions: map and list."""

    parent_page_types: ClassVar = ["home.HomePage"]
    max_count_per_parent = 1
    template = "regions/region_index_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("regions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """The twelve regions with the addresses of their pages."""
        return super().get_context(request, *args, **kwargs) | {"regions": region_links(self.language)}


class RegionPage(BodyPage):
    """The programme in one region. Good even when much is missing: each part says what is not yet given."""

    #: Wagtail's, which has no types.
    _default_manager: ClassVar[Any]

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="pages", verbose_name=_("region"), help_text=_("Its figures, centres and calls follow by themselves.")
    )

    parent_page_types: ClassVar = ["regions.RegionIndexPage"]
    override_translatable_fields: ClassVar = [*BodyPage.override_translatable_fields, SynchronizedField("region", overridable=False)]
    content_panels: ClassVar = [*BodyPage.content_panels[:1], FieldPanel("region"), *BodyPage.content_panels[1:]]
    base_form_class = RegionalPageForm
    template = "regions/region_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("region page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """What the records know of this region."""
        facts = region_facts(self.region_id, self.language)
        self.region = facts["region"]  # already read; sections that ask the page for it need no query
        return super().get_context(request, *args, **kwargs) | facts
