"""Every way of writing a place that finds it: the official names, and the variants of ``variants.csv``."""

from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

from regions.models import Commune, PlaceName, Province, Region

from .files import read_rows

Place = Region | Province | Commune
_FIELDS = {Region: "region", Province: "province", Commune: "commune"}


def load_spellings() -> int:
    """Bring the table of spellings in line with the names and the variants; returns how many there are.

    Raises:
        ImproperlyConfigured: when a variant stands for a place that does not exist.
    """
    places: list[Place] = [*Region.objects.defer("map_path"), *Province.objects.all(), *Commune.objects.all()]
    wanted = {_identity(row): row for row in _wanted(places)}
    existing = {_identity(row): row.pk for row in PlaceName.objects.all()}
    PlaceName.objects.filter(pk__in=[pk for identity, pk in existing.items() if identity not in wanted]).delete()
    PlaceName.objects.bulk_create([row for identity, row in wanted.items() if identity not in existing], batch_size=500)
    return len(wanted)


def _identity(row: PlaceName) -> tuple:
    return row.spelling, row.key, row.folded, row.official, row.region_id, row.province_id, row.commune_id


def _wanted(places: list[Place]) -> Iterator[PlaceName]:
    """One row for each key of each place, the official spelling first."""
    variants = _variants(places)
    for place in places:
        candidate = place.tifinagh_candidate if isinstance(place, Region) else ""
        spellings = [(text, True) for text in place.name.values()] + [(text, False) for text in (candidate, *variants[place])]
        seen = set()
        for text, official in spellings:
            row = PlaceName.spelled(text, official=official, **{_FIELDS[type(place)]: place})
            if row.key and row.key not in seen:
                seen.add(row.key)
                yield row


def _variants(places: list[Place]) -> defaultdict[Place, list[str]]:
    """Variants by place. ``place`` names all levels that bear the name: “Tiznit” is a province and its chief town."""
    named = defaultdict(list)
    for place in places:
        for text in place.name.values():
            named[text.replace("’", "'")].append(place)
    found = defaultdict(list)
    for row in read_rows("variants.csv"):
        meant = named.get(row["place"])
        if not meant:
            raise ImproperlyConfigured(f"variants.csv: no place is called “{row['place']}”")
        for place in meant:
            found[place].append(row["spelling"])
    return found
