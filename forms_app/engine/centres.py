"""The centre that helps her, chosen in a list: those of the call's territory, by province."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions.models import Centre

#: Chosen when her centre is not in the list: a helper is never stopped by a list that lags behind.
ANOTHER = "other"
_CODE = re.compile(r"[-A-Za-z0-9_]{1,60}")


@dataclass(frozen=True)
class Territory:
    """Where a call is open, by the codes of its regions and provinces; both empty: everywhere."""

    regions: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()

    def condition(self) -> Q:
        """Centres that lie in it, and those of the provinces' regions whose province is not yet known."""
        if not self.regions and not self.provinces:
            return Q()
        unknown = Q(province=None, region__provinces__code__in=self.provinces)
        return Q(region__code__in=self.regions) | Q(province__code__in=self.provinces) | unknown


def centre_called(code: str) -> Centre | None:
    """A centre the public may see, by its code; no code that could be none is looked up."""
    return Centre.objects.shown().with_places().filter(code=code).first() if _CODE.fullmatch(code) else None


class CentreField(forms.Field):
    """A list of centres grouped by province; the answer is the centre's code, or ``other``."""

    widget = forms.Select

    def __init__(self, *, territory: Territory | None, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.territory, self.language = territory or Territory(), language
        self.widget.choices = lambda: self.options  # type: ignore[assignment]  # the stubs know no callable here

    @cached_property
    def options(self) -> list:
        """The list, read once when it is drawn."""
        centres = Centre.objects.shown().with_places().filter(self.territory.condition()).distinct()
        placed = sorted(centres, key=lambda centre: (self._place(centre), self._name(centre)))
        groups = [(place, [(centre.code, self._name(centre)) for centre in inside]) for place, inside in groupby(placed, key=self._place)]
        return [("", _("Choose the centre")), *groups, (ANOTHER, _("Another centre"))]

    def _place(self, centre: Centre) -> str:
        return (centre.province or centre.region).name.choose(self.language)[0]

    def _name(self, centre: Centre) -> str:
        return centre.name.choose(self.language)[0]

    def clean(self, value: object) -> str:
        """The code.

        Raises:
            ValidationError: when no such centre is shown to the public.
        """
        code = super().clean(value) or ""
        if code and code != ANOTHER and not (isinstance(code, str) and centre_called(code)):
            raise ValidationError(_("Choose the centre in the list."), code="unknown_centre")
        return code
