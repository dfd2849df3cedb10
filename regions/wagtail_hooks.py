"""The menu “Territory” of the admin: centres first, then what the sources say of each region. Everybody sees her own territory only."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.core import languages
from portal.core.staff.columns import YesNoColumn
from portal.core.territory_admin import TerritoryForm, TerritoryViewSet

from .models import Agreement, BudgetLine, Centre, IncubatorState, Province, Region, RegistrationCount
from .models.centres import CentreQuerySet


class CentreForm(TerritoryForm):
    """Communes carry their province's name: several share theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune = self.fields["commune"]
        commune.queryset = commune.queryset.select_related("province").order_by("province__code", "code")
        commune.label_from_instance = lambda place: f"{place.province} – {place}"


class MissingColumn(Column):
    """What the region has not given yet, so that a list is also a list of things to do."""

    def get_value(self, instance: Centre) -> str:
        """Names of the missing facts."""
        return ("، " if languages.current() == "ar" else ", ").join(instance.missing)


class CentreViewSet(TerritoryViewSet):
    """Centres."""

    model = Centre
    icon = "home"
    menu_label = _("Centres")
    list_display = ["name", "kind", "region", "province", MissingColumn("missing", label=_("Not yet given")), "confirmed_on"]
    list_filter = ["kind", "region"]
    list_select_related = ["region", "province"]
    ordering = ["confirmed_on", "region", "code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("open_to_public")], heading=_("The centre")
            ),
            MultiFieldPanel([FieldPanel("region"), FieldPanel("province"), FieldPanel("commune"), FieldPanel("address")], heading=_("Where it is")),
            MultiFieldPanel([FieldPanel("phone"), FieldPanel("hours"), FieldPanel("services")], heading=_("What a woman needs to know")),
            MultiFieldPanel([FieldRowPanel([FieldPanel("capacity"), FieldPanel("step_free")])], heading=_("The place")),
            MultiFieldPanel([FieldPanel("confirmed_on"), FieldPanel("source")], heading=_("How we know")),
        ],
        base_form_class=CentreForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Her centres, their places read in the same query."""
        return cast("CentreQuerySet", super().get_queryset(request)).with_places()


class IncubatorViewSet(TerritoryViewSet):
    """States of the incubators."""

    model = IncubatorState
    icon = "history"
    menu_label = _("Incubators")
    list_display = ["region", "text", "as_of"]
    edit_handler = ObjectList([FieldPanel(name) for name in ("region", "status", "text", "stages", "as_of")], base_form_class=TerritoryForm)


class RegionViewSet(TerritoryViewSet):
    """Names of the regions."""

    model = Region
    fixed = True
    icon = "site"
    menu_label = _("Regions")
    list_display = ["name", "code", "tifinagh_candidate", "tifinagh_status"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            *(FieldPanel(name, read_only=True) for name in ("code", "slug", "tifinagh_candidate", "tifinagh_status", "tifinagh_source", "population")),
        ],
        base_form_class=TerritoryForm,
    )


class ProvinceViewSet(TerritoryViewSet):
    """Names of the provinces."""

    model = Province
    fixed = True
    icon = "site"
    menu_label = _("Provinces")
    list_display = ["name", "kind", "region", "code"]
    list_filter = ["region"]
    list_per_page = 80
    edit_handler = ObjectList(
        [FieldPanel("name"), *(FieldPanel(name, read_only=True) for name in ("region", "code", "slug", "kind", "population"))], base_form_class=TerritoryForm
    )

    def get_queryset(self, request: Any) -> Any:
        """Her provinces with their regions."""
        return super().get_queryset(request).select_related("region")


class BudgetViewSet(TerritoryViewSet):
    """Budget lines."""

    model = BudgetLine
    icon = "table"
    menu_label = _("Budget")
    list_display = ["name", "total", "ministry", "councils", "indh", Column("gap", label=_("Does not add up by"), accessor="gap")]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("key", "order", "kind", "region", "province", "name", "total", "ministry", "councils", "indh")],
        base_form_class=TerritoryForm,
    )


class AgreementViewSet(TerritoryViewSet):
    """Partnership agreements."""

    model = Agreement
    icon = "doc-full"
    menu_label = _("Agreements")
    list_display = ["region", "signed", "total", YesNoColumn(Agreement, "earlier")]
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in ("region", "order", "signed", "earlier", "subject", "partners", "duration")),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("ministry", "regional_council", "provincial_councils", "indh_provinces", "indh_wilaya", "total", "schedule")],
                heading=_("Amounts, in millions of dirhams"),
            ),
            FieldPanel("note"),
        ],
        base_form_class=TerritoryForm,
    )


class RegistrationViewSet(TerritoryViewSet):
    """Registrations on the former platforms."""

    model = RegistrationCount
    icon = "group"
    menu_label = _("Registrations")
    list_display = ["region", "women", "as_of"]
    edit_handler = ObjectList([FieldPanel(name) for name in ("region", "women", "as_of")], base_form_class=TerritoryForm)


class TerritoryGroup(SnippetViewSetGroup):
    """All of them under one entry of the menu."""

    menu_label = _("Territory")
    menu_icon = "site"
    menu_order = 220
    items = (CentreViewSet, IncubatorViewSet, AgreementViewSet, BudgetViewSet, RegistrationViewSet, ProvinceViewSet, RegionViewSet)


register_snippet(TerritoryGroup)
