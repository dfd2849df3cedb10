"""The editor's form of pages that belong to a region."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from portal.core.models import Role

from .territory import regions_of

#: Who may say where a page belongs. The Amazigh team leaves it where it is.
_PLACING = (Role.COMMUNICATION, Role.REGIONAL_EDITOR, Role.REGIONAL_PUBLISHER)


class RegionalPageForm(WagtailAdminPageForm):
    """The regions offered are those whose pages the person edits, and the one the page belongs to: nobody speaks on the page of another region."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("region")
        regions = regions_of(self.for_user, *_PLACING) if self.for_user else None
        if isinstance(field, forms.ModelChoiceField) and regions is not None:
            queryset = cast("Any", field.queryset)
            field.queryset = queryset.filter(Q(pk__in=regions) | Q(pk=self.instance.region_id))
