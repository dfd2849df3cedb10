"""Which registrations are counted, when, and what goes out of them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_app.applications.models import Submission
from forms_app.calls.models import Call
from forms_app.statistics.models import CountedMonth
from forms_app.statistics.publication import publication_of, published
from forms_app.statistics.services import count_months, next_publication
from portal.core.days import midnight

from .ground import AUGUST, JULY, OCTOBER, SEPTEMBER, an_open_call, files, oriental

pytestmark = pytest.mark.django_db
IN_OCTOBER = midnight(dt.date(2026, 10, 3))


def shown_of(region: str = "09") -> dict[str, int | None]:
    return {str(row): row.shown["months"][region]["number"] for row in CountedMonth.objects.all()}


def answers_of(name: str, region: str = "09") -> dict:
    return CountedMonth.objects.get(month=dt.date(2026, 9, 1)).shown["rows"][name].get(region)


def test_months_are_counted_once_they_are_over():
    files(12, of=an_open_call())
    assert [str(month) for month in count_months(at=midnight(dt.date(2026, 8, 1)) + dt.timedelta(hours=23))] == []
    assert [str(month) for month in count_months(at=midnight(dt.date(2026, 8, 2)))] == ["2026-07"]
    assert [str(month) for month in count_months(at=IN_OCTOBER)] == ["2026-08", "2026-09"]
    assert (count_months(at=IN_OCTOBER), shown_of()) == ([], {"2026-07": 12, "2026-08": 0, "2026-09": 0})


def test_without_a_registration_there_is_no_month():
    assert (count_months(at=IN_OCTOBER), published()) == ([], None)


def test_the_day_of_the_next_figures():
    assert [next_publication(at=midnight(day)).date() for day in (dt.date(2026, 8, 1), dt.date(2026, 8, 2))] == [dt.date(2026, 8, 2), dt.date(2026, 9, 2)]


def test_a_month_is_moroccan():
    of = an_open_call()
    files(11, of=of, at=midnight(dt.date(2026, 8, 1)) - dt.timedelta(seconds=1))
    files(13, of=of, at=midnight(dt.date(2026, 8, 1)))
    count_months(at=IN_OCTOBER)
    assert shown_of() == {"2026-07": 11, "2026-08": 13, "2026-09": 0}


def test_few_registrations_wait_for_more():
    of = an_open_call()
    for number, at in ((4, JULY), (5, AUGUST), (3, SEPTEMBER)):
        files(number, of=of, at=at)
    files(20, of=of, region=oriental())
    count_months(at=IN_OCTOBER)
    assert shown_of() == {"2026-07": None, "2026-08": None, "2026-09": 12}
    assert CountedMonth.objects.last().shown["months"]["09"]["since"] == "2026-07-01"
    assert publication_of(list(CountedMonth.objects.all())).total == 32


def test_what_nobody_may_count_is_in_nothing():
    """Made-up files, and those of a call that is still sealed, beside twelve that are counted."""
    files(12, of=an_open_call(), marital_status="married")
    files(50, of=an_open_call(sample=True), synthetic=True, marital_status="widowed")
    files(50, of=an_open_call(sealed=True, kind=Call.Kind.ASSOCIATIONS), marital_status="divorced")
    months = count_months(at=IN_OCTOBER)
    told = [number for month in months for places in month.counts.values() for row in places.values() for number in row.values()]
    assert (set(told), publication_of(months).total) == ({12}, 12)
    assert answers_of("kind") == {"shown": {}, "together": 12}


def test_files_of_a_sealed_call_count_in_the_month_of_its_opening():
    sealed = an_open_call(sealed=True, kind=Call.Kind.ASSOCIATIONS)
    files(30, of=sealed, at=JULY)
    files(12, of=an_open_call(), at=JULY)
    count_months(at=midnight(dt.date(2026, 8, 3)))
    Call.objects.filter(pk=sealed.pk).update(unsealed_at=AUGUST)
    count_months(at=IN_OCTOBER)
    assert shown_of() == {"2026-07": 12, "2026-08": 30, "2026-09": 0}


def test_a_call_opened_after_the_month_is_not_in_it():
    sealed = an_open_call(sealed=True, kind=Call.Kind.ASSOCIATIONS)
    files(30, of=sealed, at=JULY)
    Call.objects.filter(pk=sealed.pk).update(unsealed_at=OCTOBER)
    count_months(at=midnight(dt.date(2026, 11, 3)))
    assert shown_of() == {"2026-10": 30}


def test_what_was_published_stays_whatever_happens_to_the_files():
    made = files(15, of=an_open_call(), education_level="primary") + files(15, of=an_open_call(), education_level="university")
    count_months(at=IN_OCTOBER)
    before = list(CountedMonth.objects.values("month", "counts", "shown", "sha256"))
    Submission.objects.filter(pk__in=[one.pk for one in made[:10]]).update(status="withdrawn", region=None, education_level="")
    count_months(at=midnight(dt.date(2026, 11, 3)))
    assert list(CountedMonth.objects.values("month", "counts", "shown", "sha256"))[: len(before)] == before


def test_a_withdrawn_file_stays_counted():
    files(12, of=an_open_call(), status="withdrawn")
    count_months(at=IN_OCTOBER)
    assert shown_of()["2026-07"] == 12


def test_answers_go_out_with_the_quarter_and_rare_ones_together():
    of = an_open_call()
    for answer, number in {"married": 40, "single": 25, "divorced": 12, "widowed": 3, "": 0}.items():
        files(number, of=of, marital_status=answer, disability=answer == "single" or None)
    count_months(at=midnight(dt.date(2026, 9, 3)))
    assert ["rows" in month.shown for month in CountedMonth.objects.all()] == [False, False]
    count_months(at=IN_OCTOBER)
    assert answers_of("marital_status") == {"shown": {"married": 40, "single": 25, "not_given": 0}, "together": 15}
    assert answers_of("disability") == {"shown": {"yes": 25, "no": 0, "not_given": 55}, "together": 0}


def test_answers_are_of_exactly_the_registrations_that_are_out():
    """Seven of August wait for October: the answers of the quarter leave them out too, or a difference would give them away."""
    of = an_open_call()
    files(30, of=of, at=JULY, rural_urban="rural")
    files(20, of=of, at=JULY, rural_urban="urban")
    files(7, of=of, at=AUGUST, rural_urban="urban")
    count_months(at=IN_OCTOBER)
    assert answers_of("rural_urban") == {"shown": {"urban": 20, "rural": 30, "not_given": 0}, "together": 0}
    files(20, of=of, at=OCTOBER, rural_urban="rural")
    count_months(at=midnight(dt.date(2027, 1, 3)))
    last = CountedMonth.objects.get(month=dt.date(2026, 12, 1)).shown["rows"]["rural_urban"]["09"]
    assert last == {"shown": {}, "together": 27}


def bodies(associations: int, cooperatives: int) -> None:
    """They are asked nothing of a household: which of them there are, the kinds of call show."""
    files(associations, of=an_open_call(kind=Call.Kind.ASSOCIATIONS, form_key="association_interest"), legal_form="association")
    files(cooperatives, of=an_open_call(kind=Call.Kind.COOPERATIVES, form_key="mourafaka_cooperative"), rural_urban="rural", project_sector="crafts")


@pytest.mark.parametrize(
    ("associations", "cooperatives", "kinds"),
    [
        (14, 16, {"shown": {"project_holders": 153, "associations": 14, "cooperatives": 16, "not_given": 0}, "together": 0}),
        (4, 26, {"shown": {"project_holders": 153, "not_given": 0}, "together": 30}),
    ],
)
def test_who_is_not_asked_gives_no_small_number_away(associations, cooperatives, kinds):
    """Four heads of households: they were hidden beside "no answer", which was the number of bodies."""
    of = an_open_call()
    files(4, of=of, head_of_household=True, marital_status="widowed", rural_urban="rural")
    files(149, of=of, head_of_household=False, marital_status="married", rural_urban="urban")
    bodies(associations, cooperatives)
    count_months(at=IN_OCTOBER)
    assert answers_of("kind") == kinds
    assert {answers_of(name)["together"] for name in ("head_of_household", "marital_status", "rural_urban")} == {153}
    assert {tuple(answers_of(name)["shown"].items()) for name in ("head_of_household", "marital_status", "rural_urban")} == {()}


def test_without_a_known_number_of_women_they_have_no_rows():
    """Twelve women are hidden beside five associations: rows of twelve would tell both."""
    files(12, of=an_open_call(), marital_status="married")
    bodies(5, 200)
    count_months(at=IN_OCTOBER)
    rows = CountedMonth.objects.get(month=dt.date(2026, 9, 1)).shown["rows"]
    assert rows.pop("kind") == {"09": {"shown": {"cooperatives": 200, "not_given": 0}, "together": 17}}
    assert [name for name, places in rows.items() if places] == []


def with_an_idea(stages: dict[str, int], *, without: int) -> None:
    of = an_open_call()
    files(without, of=of, head_of_household=False)
    for place, (stage, number) in enumerate(stages.items()):
        legal = ("self_employed", "company", "other")[place]
        files(number, of=of, project_stage=stage, legal_form=legal, applicant_kind={"company": "women_collective"}.get(legal, "natural_person"))


def test_what_only_women_with_an_idea_are_asked_hides_nobody_beside_those_without():
    """Forty without an idea are in two rows: neither may hide its small number beside them."""
    with_an_idea({"idea": 3, "starting": 60, "running": 50}, without=40)
    count_months(at=IN_OCTOBER)
    assert answers_of("project_stage") == {"shown": {"starting": 60, "not_given": 40}, "together": 53}
    assert answers_of("legal_form")["shown"]["not_given"] == 40
    assert answers_of("applicant_kind") is None


@pytest.mark.parametrize(("stages", "without"), [({"idea": 30, "starting": 60}, 4), ({"idea": 4}, 60), ({}, 60)])
def test_few_with_an_idea_or_without_have_no_rows(stages, without):
    with_an_idea(stages, without=without)
    count_months(at=IN_OCTOBER)
    assert [answers_of(name) for name in ("project_stage", "legal_form")] == [None, None]


def test_a_month_that_was_counted_of_everybody_has_no_rows_of_women():
    """Until November 2026 bodies were counted as women without an answer; what is kept of such a month cannot be taken apart."""
    files(100, of=an_open_call(), marital_status="married", education_level="primary")
    bodies(20, 30)
    count_months(at=midnight(dt.date(2026, 8, 3)))
    july = CountedMonth.objects.get()
    july.counts["marital_status"]["09"]["not_given"] = 50
    july.save()
    count_months(at=IN_OCTOBER)
    assert (answers_of("marital_status"), answers_of("education_level")) == (None, {"shown": {}, "together": 100})


def test_persons_and_files_are_told_apart():
    of, other = an_open_call(), an_open_call()
    files(30, of=of)
    files(1, of=of, at=AUGUST, person_key="")
    twice = files(14, of=of, at=JULY)
    for one in twice:
        files(1, of=other, at=AUGUST, person_key=one.person_key, region=oriental())
    files(11, of=of, person_key="")
    count_months(at=IN_OCTOBER)
    counts = [month.counts["person"] for month in CountedMonth.objects.all()[:2]]
    assert counts == [{"09": {"first": 44, "not_given": 11}}, {"09": {"not_given": 1}, "02": {"further": 14}}]
    assert published().of_field("person").shown == {"first": 44, "further": 0, "not_given": 11}


def test_every_published_number_is_in_the_state_of_its_day():
    of = an_open_call()
    files(12, of=of, at=JULY)
    files(15, of=of, at=AUGUST)
    count_months(at=IN_OCTOBER)
    july = published(until=dt.date(2026, 7, 31))
    assert (july.total, july.as_of, published().total) == (12, dt.date(2026, 7, 31), 27)
    assert published(until=dt.date(2026, 7, 30)) is None


def test_counting_costs_the_same_with_few_files_and_with_many():
    """As many statements for one file as for sixty."""

    def cost() -> int:
        CountedMonth.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            count_months(at=midnight(dt.date(2026, 8, 3)))
        return len(asked)

    of = an_open_call()
    files(1, of=of)
    few = cost()
    files(59, of=of, region=oriental())
    assert cost() == few
