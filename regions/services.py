"""What views ask about the territory: which place is meant, and which centres are nearest to it."""

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypedDict

from django.db.models import Case, IntegerField, QuerySet, Value, When

from portal.core.generation import current_generation
from portal.core.kept import kept
from portal.core.text import fold
from portal.core.translated import TranslatedText
from portal.core.upstream.prepared import Prepared

from .models import Centre, Commune, PlaceName, Province, Region
from .models.spellings import LONGEST, key_of
from .tifinagh import readings

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

#: A list longer than this is not read; more letters are asked for instead.
MOST_MATCHES = 20
#: ``nearness`` of a centre: in her commune, in her province, or elsewhere in her region.
IN_COMMUNE, IN_PROVINCE, FAR = range(3)
#: What people write before a name: "province of", "جماعة". Folded.
_KINDS = frozenset(
    {"اقليم", "عماله", "جهه", "جماعه", "مدينه", "مقاطعه", "قياده", "دوار"}
    | {"province", "prefecture", "region", "commune", "ville", "arrondissement", "douar"}
    | {"ⵜⴰⵎⵏⴰⴹⵜ", "ⵜⴰⵙⴳⴰ", "ⵜⴰⵎⵏⴱⴰⴹⵜ", "ⵜⴰⴳⵔⴰⵡⵜ", "ⵜⴰⵎⴷⵉⵏⵜ"}
)
_NAMED = Prepared(
    lambda key: PlaceName.objects.select_related("region", "province__region", "commune__province__region").filter(key=key).order_by("-official", "pk"),
    like="-like-",
)
_LINKS = frozenset({"de", "d", "du", "des", "la", "le", "l", "of", "ⵏ"})


@dataclass(frozen=True)
class Place:
    """Where a woman lives, as far as she has said: always a region, perhaps a province, perhaps a commune of it."""

    region: Region
    province: Province | None = None
    commune: Commune | None = None

    @classmethod
    def of(cls, place: Region | Province | Commune) -> Self:
        """The place with what lies above it."""
        if isinstance(place, Commune):
            return cls(place.province.region, place.province, place)
        return cls(place.region, place) if isinstance(place, Province) else cls(place)

    @property
    def key(self) -> str:
        """Official code of the smallest level known; unique among all places."""
        return (self.commune or self.province or self.region).code

    @property
    def name(self) -> TranslatedText:
        """Name of the smallest level known."""
        return (self.commune or self.province or self.region).name

    def holds(self, other: "Place") -> bool:
        """Whether the other place is this one or lies in it."""
        return other.region == self.region and self.province in (None, other.province) and self.commune in (None, other.commune)


@dataclass(frozen=True)
class PlaceMatch:
    """One place that may be meant. ``kind`` is ``region``, ``province`` or ``commune``; ``label`` is its official name in the reader's language."""

    kind: str
    region: Region
    province: Province | None
    commune: Commune | None
    label: str
    exact: bool

    @property
    def place(self) -> Place:
        """The place itself."""
        return Place(self.region, self.province, self.commune)


def find_places(query: str, language: str) -> list[PlaceMatch]:
    """Places whose name, in any spelling known, is what was typed, then begins with it, then holds it; at most twenty.

    When nothing matches, the nearest spellings are tried: “Taroudent” finds Taroudannt. Tifinagh is read as Arabic and as French would write it.
    Never fails, whatever is typed; at most three queries, seven for Tifinagh.
    """
    texts = readings(_without_kind(query))
    names = sorted((name for text in texts for name in PlaceName.objects.typed(text)[: MOST_MATCHES * 3]), key=_rank)
    if not names or (len(texts) > 1 and _rank(names[0]) > 0):  # a region's name in Tifinagh holds those of its towns
        names += [name for text in texts for name in _resembling(key_of(text))]
    found: dict[str, PlaceMatch] = {}
    for name in names:
        place = Place.of(name.place)
        if place.key not in found:
            kind = "commune" if place.commune else "province" if place.province else "region"
            label = place.name.choose(language)[0]
            found[place.key] = PlaceMatch(kind, place.region, place.province, place.commune, label, exact=_rank(name) == 0)
    return list(found.values())[:MOST_MATCHES]


def _rank(name: PlaceName) -> int:
    """0: it is what was typed; 9: it only resembles it."""
    return getattr(name, "rank", 9)


def certain_place(matches: list[PlaceMatch]) -> Place | None:
    """The one place meant, when there is no doubt: the only match, or exact matches that lie one in the other (the town, its province)."""
    exact = [match.place for match in matches if match.exact]
    if not exact:
        return matches[0].place if len(matches) == 1 else None
    return _smallest(exact)


def _smallest(places: list[Place]) -> Place | None:
    """The place that lies in all the others, if one does."""
    smallest = max(places, key=lambda place: (place.province is not None) + (place.commune is not None), default=None)
    return smallest if smallest and all(place.holds(smallest) for place in places) else None


def exact_place(query: str) -> Place | None:
    """The one place whose name, in any spelling known, is what was typed; ``None`` when there is none, or a doubt. One query."""
    names = _NAMED.rows(key_of(_without_kind(query)))
    places = {place.key: place for place in (Place.of(name.place) for name in names)}
    return _smallest(list(places.values()))


def _without_kind(query: str) -> str:
    """“إقليم تيزنيت” and “province de Tiznit” are looked up as the name alone."""
    words = fold(query[:LONGEST]).split()
    while len(words) > 1 and words[0] in _KINDS:
        words = words[1:]
        while len(words) > 1 and words[0] in _LINKS:
            words = words[1:]
    return " ".join(words)


def _resembling(key: str) -> QuerySet[PlaceName]:
    """Spellings a letter or two away from a key, for a first guess and no more."""
    if not 4 <= len(key) <= 40:
        return PlaceName.objects.none()
    known = kept(f"place-keys:{current_generation()}", lambda: list(PlaceName.objects.values_list("key", flat=True).distinct()), timeout=3600)
    near = difflib.get_close_matches(key, known, n=5, cutoff=0.8)
    order = Case(*(When(key=value, then=Value(position)) for position, value in enumerate(near)), default=Value(9), output_field=IntegerField())
    return PlaceName.objects.filter(key__in=near).with_places().order_by(order, "-official", "pk") if near else PlaceName.objects.none()


class Nearness(TypedDict):
    """What is known of a centre besides, for annotations."""

    nearness: int


def nearest_centres(place: Place, number: int = 12) -> "list[WithAnnotations[Centre, Nearness]]":
    """Centres shown to the public: of the commune, then of the province, then of the region (farther, or their place not yet given). One query."""
    steps = []
    if place.commune:
        steps.append(When(commune=place.commune, then=Value(IN_COMMUNE)))
    if place.province:
        steps.append(When(province=place.province, then=Value(IN_PROVINCE)))
    nearness = Case(*steps, default=Value(FAR), output_field=IntegerField())
    centres = Centre.objects.shown().filter(region=place.region).with_places()
    return list(centres.annotate(nearness=nearness).order_by("nearness", "kind", "code")[:number])
