"""Stage “programme”: what the guide prints about each region, and the centres and incubators it names."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from portal.core.records import load_record
from portal.core.yaml_files import read_yaml
from regions.models import Agreement, BudgetLine, Centre, Commune, IncubatorState, Province, Region, RegistrationCount

from .files import CONTENT, read_rows

_AMOUNTS = ("ministry", "regional_council", "provincial_councils", "indh_provinces", "indh_wilaya", "total")
_Place = TypeVar("_Place", Province, Commune)


@transaction.atomic
def load_facts(*, report: Callable[[str], None], reset: bool) -> None:
    """Budget lines, registrations, agreements, incubators and centres; what an editor has changed stays."""
    facts = _Facts(reset=reset)
    records = CONTENT / "records.yaml"
    named = read_yaml(records) if records.exists() else {}
    report(f"{facts.budget()} budget lines, {facts.registrations()} registrations, {facts.agreements()} agreements")
    report(f"{facts.incubators(named.get('incubators', []))} incubators, {facts.centres(named.get('centres', []))} centres")


class _Facts:
    """Loads each kind of record, with the regions and provinces at hand."""

    def __init__(self, *, reset: bool) -> None:
        self.reset = reset
        self.regions = {region.code: region for region in Region.objects.defer("map_path")}
        self.provinces = {province.code: province for province in Province.objects.all()}

    def load(self, model: type[models.Model], identity: str, lookup: dict, values: dict) -> None:
        load_record(key=f"{model._meta.label_lower}:{identity}", model=model, lookup=lookup, values=values, reset=self.reset)

    def budget(self) -> int:
        """As printed: the two provincial lines and both totals are lines too."""
        rows = read_rows("budget.csv")
        for row in rows:
            amounts = {name: int(row[name]) for name in ("total", "ministry", "councils", "indh")}
            places = {"region": self.regions.get(row["region"]), "province": self.provinces.get(row["province"])}
            texts = {"order": int(row["order"]), "kind": row["kind"], "name": {"ar": row["name_ar"], "fr": row["name_fr"]}}
            self.load(BudgetLine, row["key"], {"key": row["key"]}, amounts | places | texts)
        return len(rows)

    def registrations(self) -> int:
        """Eleven regions; the guide prints none for Laâyoune-Sakia El Hamra."""
        rows = read_rows("registrations.csv")
        for row in rows:
            self.load(RegistrationCount, row["region"], {"region": self.regions[row["region"]]}, {"women": int(row["women"]), "as_of": row["as_of"]})
        return len(rows)

    def agreements(self) -> int:
        """Annex 1 of the guide."""
        rows = read_yaml(CONTENT / "reference" / "agreements.yaml")
        for row in rows:
            values = {name: row[name] for name in ("signed", "subject", "duration", "partners")}
            values |= {name: Decimal(str(row["amounts"].get(name, 0))) for name in _AMOUNTS}
            values |= {
                "region": self.regions[row["region"]],
                "schedule": row.get("schedule", {}),
                "earlier": row.get("earlier", False),
                "note": row.get("note", {}),
            }
            self.load(Agreement, str(row["order"]), {"order": row["order"]}, values)
        return len(rows)

    def incubators(self, rows: list[dict]) -> int:
        """The state of each region's reference incubator."""
        for row in rows:
            values = {name: row[name] for name in ("status", "text", "stages", "as_of") if name in row}
            self.load(IncubatorState, row["region"], {"region": self.regions[row["region"]]}, values)
        return len(rows)

    def centres(self, rows: list[dict]) -> int:
        """Centres the sources name, with what they say of them and no more. Places are given by their French names."""
        for row in rows:
            region = self.regions[row["region"]]
            province = self._named(Province.objects.filter(region=region), row, "province")
            commune = self._named(Commune.objects.filter(province=province), row, "commune")
            values = {name: value for name, value in row.items() if name not in ("code", "region", "province", "commune")}
            self.load(Centre, row["code"], {"code": row["code"]}, values | {"region": region, "province": province, "commune": commune})
        return len(rows)

    def _named(self, places: models.QuerySet[_Place], row: dict, level: str) -> _Place | None:
        """The place a row names, or nothing when it names none.

        Raises:
            ImproperlyConfigured: when no such place, or more than one, lies there.
        """
        name = row.get(level)
        if not name:
            return None
        found = [place for place in places if place.name["fr"] == name.replace("'", "’")]
        if len(found) != 1:
            raise ImproperlyConfigured(f"records.yaml, {row['code']}: {len(found)} places called “{name}”")
        return found[0]
