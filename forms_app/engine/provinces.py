"""Several provinces, ticked in a list: those of the call."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html

from portal.core.translated import TranslatedText, joined
from regions.models import Province

from .centres import Territory
from .fields import SeveralField
from .texts import marked


def provinces_of(territory: Territory) -> list[Province]:
    """The provinces a call names, else those of its regions, else all; a province's neighbours of the same region beside it."""
    found = Province.objects.select_related("region").order_by("region__code", "code")
    if territory.provinces:
        return list(found.filter(code__in=territory.provinces))
    return list(found.filter(region__code__in=territory.regions) if territory.regions else found)


def provinces_in_words(codes: Iterable[Any]) -> TranslatedText:
    """Their names, in each language that all of them have."""
    names = dict(Province.objects.filter(code__in=[code for code in codes if isinstance(code, str)]).values_list("code", "name"))
    return joined([names[code] for code in codes if code in names])


class ProvincesField(SeveralField):
    """A list of provinces to tick; the answer is their official codes, in the list's order. With several regions each says its own."""

    def __init__(self, *, territory: Territory, language: str, **kwargs: Any) -> None:
        provinces = provinces_of(territory)
        apart = len({province.region_id for province in provinces}) > 1
        options = [(province.code, _option(province, language, apart=apart)) for province in provinces]
        super().__init__(choices=options, widget=forms.CheckboxSelectMultiple, **kwargs)


def _option(province: Province, language: str, *, apart: bool) -> str:
    name = marked(TranslatedText(province.name), language)
    return format_html("{}<small>{}</small>", name, marked(TranslatedText(province.region.name), language)) if apart else name
