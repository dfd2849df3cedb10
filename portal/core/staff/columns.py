"""Columns of the staff's lists, in words where Wagtail shows the value as Python writes it."""

from typing import cast

from django.contrib.admin.utils import label_for_field
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.core.formats import format_datetime


class FieldColumn(Column):
    """A field of the model, under its own name; the list sorts by it."""

    def __init__(self, model: type[Model], name: str) -> None:
        super().__init__(name, label=capfirst(cast("str", label_for_field(name, model))), sort_key=name)


class MomentColumn(FieldColumn):
    """A moment as Morocco writes it, or nothing."""

    def get_value(self, instance: Model) -> str:
        """Date and hour in words."""
        moment = getattr(instance, self.name)
        return format_datetime(moment) if moment else ""


class YesNoColumn(FieldColumn):
    """Yes or no."""

    def get_value(self, instance: Model) -> Promise:
        """The word."""
        return _("Yes") if getattr(instance, self.name) else _("No")
