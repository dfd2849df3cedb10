"""The calls of the guide, as printed, and the marked samples."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.calls.loaders import CONTENT, load_calls, load_samples
from forms_app.calls.models import Call, CallAct
from portal.core.yaml_files import read_yaml
from tests.factories_forms import change_call, form, programme, province, region

pytestmark = pytest.mark.django_db


def quiet(line: str) -> None:
    """A report nobody reads."""


@pytest.fixture
def places() -> None:
    """The regions and provinces the calls name, the programmes and the forms."""
    rows = [row for name in ("calls.yaml", "samples.yaml") for row in read_yaml(CONTENT / name)["calls"]]
    for key in sorted({row["form_key"] for row in rows if "form_key" in row}):
        form(key)
    slugs = sorted({slug for row in rows for slug in row.get("regions", [])} | {"souss-massa", "beni-mellal-khenifra"})
    for number, slug in enumerate(slugs, start=1):
        region(slug, f"{number:02d}")
    for number, slug in enumerate(sorted({slug for row in rows for slug in row.get("provinces", [])}), start=1):
        home = "beni-mellal-khenifra" if slug in {"khenifra", "azilal", "fquih-ben-salah"} else "souss-massa"
        province(slug, f"{number:02d}.1.", of=region(home))
    programme("jisr")
    programme("mourafaka")


def test_nine_announcements_are_eleven_calls_with_their_dates_and_counts_as_printed(places):
    load_calls(report=quiet, reset=False)
    rows = {
        made.slug: (
            *tuple(str(timezone.localtime(moment).date()) if moment else None for moment in (made.opens_at, made.extended_from, made.closes_at)),
            made.received,
            made.preselected,
            made.selected,
        )
        for made in Call.objects.all()
    }
    assert rows == {
        "associations-oriental-2023": ("2023-03-29", None, "2023-05-02", 12, None, None),
        "associations-fes-meknes-2023": ("2023-03-29", None, "2023-05-02", 21, 5, None),
        "associations-rabat-sale-kenitra-2023": ("2023-07-24", None, "2023-09-01", None, None, None),
        "associations-beni-mellal-khenifra-2023": ("2023-04-07", None, "2023-05-07", 20, 6, 2),
        "associations-casablanca-settat-2023": ("2023-03-29", "2023-05-02", "2023-05-22", 21, 18, None),
        "associations-marrakech-safi-2023": ("2023-06-09", None, None, None, None, None),
        "associations-draa-tafilalet-2023": ("2023-05-12", None, "2023-06-12", 7, 7, 4),
        "associations-souss-massa-2023": ("2023-01-23", None, "2023-02-23", 21, 18, 8),
        "associations-guelmim-oued-noun-2023": ("2023-03-29", None, "2023-05-02", 10, 10, None),
        "associations-souss-massa-2023-07": ("2023-07-03", None, None, None, None, None),
        "associations-beni-mellal-khenifra-relaunch": (None, None, None, None, None, None),
    }


def test_relaunches_name_their_provinces_and_their_first_call(places):
    load_calls(report=quiet, reset=False)
    relaunches = {made.relaunch_of.slug: sorted(place.slug for place in made.provinces.all()) for made in Call.objects.exclude(relaunch_of=None)}
    assert relaunches == {
        "associations-souss-massa-2023": ["taroudannt", "tata", "tiznit"],
        "associations-beni-mellal-khenifra-2023": ["azilal", "fquih-ben-salah", "khenifra"],
    }


def test_an_editors_change_survives_the_next_run_and_not_a_reset(places):
    load_calls(report=quiet, reset=False)
    made = Call.objects.get(slug="associations-oriental-2023")
    change_call(made, received=13)
    load_calls(report=quiet, reset=False)
    kept = Call.objects.get(pk=made.pk).received
    load_calls(report=quiet, reset=True)
    assert (kept, Call.objects.get(pk=made.pk).received, Call.objects.count()) == (13, 12, 11)


def test_samples_show_every_state_and_are_marked_in_every_language(places):
    load_samples(report=quiet, reset=False)
    at = timezone.now()
    assert {made.state_at(at).value for made in Call.objects.all()} == {
        "open", "closing_soon", "announced", "cancelled", "closed", "under_review", "results_published",
    }  # fmt: skip
    assert all(made.sample and made.title["ar"].startswith("[مثال]") and made.title["fr"].startswith("[Exemple]") for made in Call.objects.all())
    assert all(made.title.get("zgh", "[ⴰⵎⴷⵢⴰ]").startswith("[ⴰⵎⴷⵢⴰ]") for made in Call.objects.all())


def test_samples_are_dated_anew_at_each_run(places, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC))
    load_samples(report=quiet, reset=False)
    first = Call.objects.get(slug="registration-sample").closes_at
    time_machine.move_to(dt.datetime(2027, 1, 5, 10, tzinfo=dt.UTC))
    load_samples(report=quiet, reset=False)
    second = Call.objects.get(slug="registration-sample").closes_at
    local = [timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") for moment in (first, second)]
    assert local == ["2026-12-15 23:59", "2027-01-28 23:59"]


def acts_of(slug: str) -> list[tuple]:
    """What was done to a call: kind, how exactly the moment is known, the changed entries."""
    made = Call.objects.get(slug=slug)
    return [(act.kind, act.details.get("when"), [change["field"] for change in act.changes]) for act in made.acts.order_by("at", "pk")]


def test_the_acts_of_the_real_calls_are_those_the_documents_tell(places):
    for _twice in range(2):
        load_calls(report=quiet, reset=False)
    assert acts_of("associations-casablanca-settat-2023") == [
        ("published", "day", []), ("extended", "not_stated", ["closes_at"]), ("results_published", "not_stated", ["received", "preselected"]),
    ]  # fmt: skip
    assert acts_of("associations-souss-massa-2023") == [
        ("published", "day", []), ("results_published", "not_stated", ["received", "preselected", "selected"]), ("relaunched", "day", []),
    ]  # fmt: skip
    assert acts_of("associations-beni-mellal-khenifra-2023")[-1] == ("relaunched", "not_stated", [])
    assert acts_of("associations-beni-mellal-khenifra-relaunch") == [("published", "not_stated", [])]
    assert acts_of("associations-marrakech-safi-2023") == [("published", "day", [])]
    assert {made.state_at(timezone.now()).value for made in Call.objects.all()} == {"closed"}
    assert (CallAct.objects.filter(told_at=None).count(), CallAct.objects.count()) == (0, 11 + 1 + 2 + 7)


def test_a_document_read_again_is_a_correction(places):
    load_calls(report=quiet, reset=False)
    made = Call.objects.get(slug="associations-oriental-2023")
    change_call(made, received=13)
    load_calls(report=quiet, reset=True)
    assert acts_of(made.slug)[-1] == ("results_published", "not_stated", ["received"])
    Call.objects.filter(pk=made.pk).update(title={"ar": "أ", "fr": "b"})
    load_calls(report=quiet, reset=False)
    last = made.acts.latest("pk")
    assert (last.kind, last.changes[0]["field"], last.told_at is None) == ("corrected", "title", False)


def test_samples_have_acts_of_their_own_day(places, time_machine):
    for day in (22, 23):
        time_machine.move_to(dt.datetime(2026, 11, day, 10, tzinfo=dt.UTC))
        load_samples(report=quiet, reset=False)
    assert acts_of("associations-souss-massa-sample") == [("published", None, []), ("extended", None, ["closes_at"])]
    assert [act.kind for act in Call.objects.get(slug="associations-oriental-sample").acts.order_by("at")] == ["published", "cancelled"]
    assert Call.objects.get(sealed=True).unsealed_at is None
    assert all(made.text_sha256 == made.versions.last().sha256 for made in Call.objects.all())
