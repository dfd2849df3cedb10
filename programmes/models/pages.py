"""Pages of programmes and services. Thin: what they show beside their text comes from records and sections."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from portal.core.navigation import child_cards
from portal.core.pages import BodyPage
from portal.core.visibility import public

from .records import Programme


class ProgrammeIndexPage(BodyPage):
    """All programmes, the current ones first."""

    parent_page_types: ClassVar = ["home.HomePage"]
    max_count_per_parent = 1
    template = "programmes/programme_index_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("programmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """Current and archived programmes apart."""
        pages = public(ProgrammePage.objects.child_of(self)).select_related("programme").order_by("programme__order")
        current = [page for page in pages if not page.programme.archived]
        archived = [page for page in pages if page.programme.archived]
        return super().get_context(request, *args, **kwargs) | {"current": current, "archived": archived}


class _ProgrammeMixin(models.Model):
    """A page about one programme."""

    #: Wagtail's, which has no types.
    objects: ClassVar[Any]

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        verbose_name=_("programme"),
        help_text=_("Its calls and figures follow by themselves."),
    )

    class Meta:
        """Model options."""

        abstract = True


class ProgrammePage(_ProgrammeMixin, BodyPage):
    """A programme or strategy. An archived one carries its period and says so."""

    #: Wagtail's, which has no types.
    _default_manager: ClassVar[Any]

    parent_page_types: ClassVar = ["programmes.ProgrammeIndexPage"]
    override_translatable_fields: ClassVar = [*BodyPage.override_translatable_fields, SynchronizedField("programme", overridable=False)]
    content_panels: ClassVar = [*BodyPage.content_panels[:1], FieldPanel("programme"), *BodyPage.content_panels[1:]]
    template = "programmes/programme_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("programme page")


class RegionalProgrammePage(_ProgrammeMixin, BodyPage):
    """What one programme means in one region."""

    #: Wagtail's, which has no types.
    _default_manager: ClassVar[Any]

    parent_page_types: ClassVar = ["regions.RegionPage"]
    override_translatable_fields: ClassVar = [*BodyPage.override_translatable_fields, SynchronizedField("programme", overridable=False)]
    content_panels: ClassVar = [*BodyPage.content_panels[:1], FieldPanel("programme"), *BodyPage.content_panels[1:]]
    template = "programmes/regional_programme_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("programme in a region")


class ServiceIndexPage(BodyPage):
    """What is found besides the programme: training, spaces, support."""

    parent_page_types: ClassVar = ["home.HomePage"]
    max_count_per_parent = 1
    template = "programmes/service_index_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        """A card for each service."""
        return super().get_context(request, *args, **kwargs) | {"cards": child_cards(self)}


class ServicePage(BodyPage):
    """One service. A sensitive one has a quick exit and a neutral title: its reader may be watched."""

    sensitive = models.BooleanField(_("sensitive"), default=False, help_text=_("Adds a “leave this page” button. Give the page a neutral title."))

    parent_page_types: ClassVar = ["programmes.ServiceIndexPage"]
    override_translatable_fields: ClassVar = [*BodyPage.override_translatable_fields, SynchronizedField("sensitive", overridable=False)]
    settings_panels: ClassVar = [*BodyPage.settings_panels, FieldPanel("sensitive")]
    template = "programmes/service_page.html"

    class Meta:
        """Model options."""

        verbose_name = _("service page")
