"""What the guide prints about each region, as it prints it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum

from portal.core.models import LoadedContent
from regions.loaders.programme import load_facts
from regions.models import Agreement, BudgetLine, Centre, Commune, IncubatorState, Province, Region, RegistrationCount

pytestmark = pytest.mark.django_db


def load(*, reset: bool = False) -> None:
    """The facts of the regions."""
    load_facts(report=lambda line: None, reset=reset)


def test_budget_as_printed(facts):
    """Thirteen lines and two totals; what does not add up stays so."""
    assert BudgetLine.objects.filter(kind__in=["region", "province"]).aggregate(Sum("total"))["total__sum"] == 370_000_000
    assert {line.key: line.gap for line in BudgetLine.objects.all() if line.gap} == {
        "province-khenifra-wool-valorisation": 10_500_000,
        "province-figuig-rural-women": 4_000_000,
        "stated-total": 16_500_000,
        "computed-total": 14_500_000,
    }
    printed = BudgetLine.objects.get(kind="stated_total")
    assert (printed.total, printed.ministry, printed.councils, printed.indh) == (386_000_000, 163_000_000, 166_000_000, 40_500_000)


def test_provincial_projects_belong_to_their_region(facts):
    """The Oriental shows its own line and Figuig's; Laâyoune-Sakia El Hamra shows none."""
    lines = {code: [line.key for line in BudgetLine.objects.of_region(Region.objects.get(code=code))] for code in ("02", "05", "09", "11")}
    assert lines == {
        "02": ["oriental", "province-figuig-rural-women"],
        "05": ["beni-mellal-khenifra", "province-khenifra-wool-valorisation"],
        "09": ["souss-massa"],
        "11": [],
    }


def test_registrations(facts):
    """64,677 women in eleven regions."""
    assert RegistrationCount.objects.aggregate(Sum("women"))["women__sum"] == 64_677
    assert list(Region.objects.filter(registrations=None).values_list("code", flat=True)) == ["11"]


def test_agreements(facts):
    """Twelve rows; Tangier's shares are those of the budget table; Dakhla's of 2019 is an earlier one."""
    assert Agreement.objects.count() == 12
    tangier = Agreement.objects.get(region__code="01")
    assert (tangier.ministry, tangier.regional_council, tangier.total) == (Decimal("11.5"), Decimal("11.5"), 23)
    assert all(sum(amount for _name, amount in agreement.contributions) == agreement.total for agreement in Agreement.objects.all())
    assert [agreement.signed for agreement in Agreement.objects.filter(earlier=True)] == ["2019-12-17"]
    assert [agreement.signed_on for agreement in Agreement.objects.filter(signed="2022")] == [None, None]
    assert all({"ar", "fr"} <= set(agreement.subject) for agreement in Agreement.objects.all())


def test_incubators_and_centres(facts):
    """Twelve incubators; no centre has a contact that the sources do not give."""
    assert IncubatorState.objects.count() == 12
    assert Centre.objects.exists()
    assert list(Centre.objects.exclude(phone="").values_list("code", flat=True)) == []
    assert [centre.code for centre in Centre.objects.all() if centre.address or centre.hours] == []


def test_a_second_run_changes_nothing_and_keeps_edits(facts):
    """The editor's number stays until reset."""
    RegistrationCount.objects.filter(region__code="09").update(women=3772)
    Centre.objects.filter(code="al-qods-beni-mellal").update(phone="0523000000")
    marks = list(LoadedContent.objects.order_by("key").values())
    load()
    assert list(LoadedContent.objects.order_by("key").values()) == marks
    assert RegistrationCount.objects.get(region__code="09").women == 3772
    assert Centre.objects.get(code="al-qods-beni-mellal").phone == "0523000000"
    load(reset=True)
    assert RegistrationCount.objects.get(region__code="09").women == 3771


def test_a_centre_lies_where_it_says(facts):
    """Commune, province and region must agree; the province follows from the commune."""
    commune = Commune.objects.get(code="09.581.01.07")
    centre = Centre(code="x", kind="social", name={"ar": "م", "fr": "C"}, region=Region.objects.get(code="09"), commune=commune)
    centre.full_clean()
    assert centre.province == commune.province
    centre.province = Province.objects.get(code="09.541")
    with pytest.raises(ValidationError, match="commune"):
        centre.full_clean()
    wrong = Centre(code="y", kind="social", name={"ar": "م", "fr": "C"}, region=Region.objects.get(code="01"), province=commune.province)
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert list(refused.value.message_dict) == ["province"]


@pytest.mark.parametrize(
    ("phone", "digits", "pairs"),
    [("0528000000", "+212528000000", "05 28 00 00 00"), ("05 28-00.00 00", "+212528000000", "05 28 00 00 00"), ("115", "", "115"), ("", "", "")],
)
def test_telephone(phone, digits, pairs):
    """Dialled from anywhere, read two by two."""
    centre = Centre(phone=phone)
    assert (centre.phone_digits, centre.phone_pairs) == (digits, pairs)
