"""Where she lives, typed in any spelling: one commune, or a short list to choose from. No JavaScript needed."""

import re
from dataclasses import dataclass, field
from typing import cast

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.text import fold
from portal.core.translated import TranslatedText
from portal.core.upstream.prepared import Prepared
from regions.models import Commune
from regions.services import exact_place, find_places

#: Longer names are nobody's; the look-up is not asked for them.
MAX_TYPED = 80
_CODE = re.compile(r"[0-9A-Za-z.]{1,20}")
_BY_CODE = Prepared(lambda code: Commune.objects.select_related("province__region").filter(code=code).order_by(), like="-like-")
_UNKNOWN = _("We do not know this place. Write the name of your commune, or of your province.")


class SeveralPlaces(ValidationError):
    """The name fits several communes; ``communes`` are to be offered."""

    def __init__(self, message: str | Promise, communes: list[Commune]) -> None:
        super().__init__(cast("str", message), code="several")
        self.communes = communes


@dataclass(frozen=True)
class CommuneChoice:
    """A commune with the words that tell it from its namesakes."""

    commune: Commune
    label: TranslatedText = field(compare=False)

    @classmethod
    def of(cls, commune: Commune) -> "CommuneChoice":
        """``Tiznit – Tiznit, Souss-Massa``: commune, province, region, in each language that has all three."""
        names = (commune.name, commune.province.name, commune.province.region.name)
        codes = [code for code in commune.name if all(name.get(code) for name in names)]
        comma = {"ar": "، "}
        return cls(commune, TranslatedText({code: f"{names[0][code]} – {names[1][code]}{comma.get(code, ', ')}{names[2][code]}" for code in codes}))


def find_commune(code: str) -> Commune | None:
    """A commune with its province and region, by its official code."""
    return _BY_CODE.first(code) if _CODE.fullmatch(code) else None


def resolve_commune(*, typed: str, chosen: str, language: str, stored: bool = False) -> Commune:
    """The commune meant by what was typed and, after a first answer, chosen among several; ``stored``: ``chosen`` is the code itself.

    Raises:
        SeveralPlaces: when the name alone does not decide; carries the communes to offer.
        ValidationError: when no place has this name.
    """
    if chosen:
        commune = find_commune(chosen)
        if commune and (stored or _is_called(commune, typed)):
            return commune
        if stored:
            raise ValidationError(_UNKNOWN, code="unknown_place")
    place = exact_place(typed[:MAX_TYPED])
    if place and place.commune and chosen in {"", place.commune.code}:
        return place.commune
    matches = find_places(typed[:MAX_TYPED], language)
    communes = [match.commune for match in matches if match.commune]
    if not communes:
        communes = list(Commune.objects.filter(province__in=[match.province for match in matches if match.province]))
    if not communes:
        raise ValidationError(_UNKNOWN, code="unknown_place")
    found = list(Commune.objects.select_related("province__region").filter(pk__in={commune.pk for commune in communes}).order_by("code"))
    for commune in found:
        if commune.code == chosen:
            return commune
    if len(found) == 1:
        raise SeveralPlaces(_("Is this your place? Choose it, or write the name again."), found)
    raise SeveralPlaces(_("Several places fit. Choose yours in the list."), found)


def _is_called(commune: Commune, typed: str) -> bool:
    return fold(typed) in {fold(name) for name in commune.name.values()}
