"""Programmes and key figures in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.core.staff.columns import YesNoColumn

from .models import Figure, Programme


class ProgrammeViewSet(SnippetViewSet):
    """Programmes: their names, period and order."""

    model = Programme
    icon = "folder-open-inverse"
    list_display = ("__str__", "code", "period", YesNoColumn(Programme, "archived"))
    list_filter = ("archived",)


class FigureViewSet(SnippetViewSet):
    """Key figures with their source and date."""

    model = Figure
    icon = "order"
    list_display = ("__str__", "as_of", "key")


class FactsGroup(SnippetViewSetGroup):
    """What is shown on many pages and corrected in one place."""

    items = (ProgrammeViewSet, FigureViewSet)
    menu_icon = "table"
    menu_label = _("Programmes and figures")
    menu_name = "facts"


register_snippet(FactsGroup)
