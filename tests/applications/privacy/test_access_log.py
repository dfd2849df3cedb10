"""Who opened which file: by file, by person, by day, page by page; exports beside; nothing of a sealed call."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.models import Export, Opening
from forms_app.applications.privacy import access_log
from tests.applications.backoffice.makers import open_call
from tests.factories_forms import change_call, staff

from .ground import DAY, a_file, officers_browser

pytestmark = pytest.mark.django_db
LOG = "/admin/personal-data/access/"


@pytest.fixture
def officer_in():
    return officers_browser()


def rows(page: object, name: str = "opened") -> list[int]:
    return [row.pk for row in page.context[name].rows]


def test_narrowed_by_file_by_person_and_by_day(officer_in):
    files, people, now = [a_file(), a_file()], [staff(), staff()], timezone.now()
    first = Opening.objects.create(submission=files[0], by=people[0], at=now - 2 * DAY)
    second = Opening.objects.create(submission=files[1], by=people[1], at=now)
    export = Export.objects.create(by=people[1], filters={"status": ["received"]})
    day = timezone.localtime(now).date()
    asked = [
        {},
        {"reference": files[0].reference},
        {"by": people[1].username},
        {"since": day},
        {"until": day - dt.timedelta(days=1)},
        {"until": dt.date.max},
        {"by": "nobody"},
    ]
    found = [rows(officer_in.get(LOG, query)) for query in asked]
    assert found == [[second.pk, first.pk], [first.pk], [second.pk], [second.pk], [first.pk], [second.pk, first.pk], []]
    assert [rows(officer_in.get(LOG, query), "exported") for query in ({}, {"by": people[0].username})] == [[export.pk], []]


@pytest.mark.parametrize("query", [{"since": "x"}, {"reference": "1001-000001-1"}])
def test_what_makes_no_sense_finds_nothing(officer_in, query):
    Opening.objects.create(submission=a_file(), by=staff())
    assert rows(officer_in.get(LOG, query)) == []


def test_page_by_page_without_a_number_in_the_address(officer_in, monkeypatch):
    monkeypatch.setattr(access_log, "PER_PAGE", 2)
    file, by, now = a_file(), staff(), timezone.now()
    made = [Opening.objects.create(submission=file, by=by, at=now - number * DAY).pk for number in range(5)]
    seen, query = [], ""
    for _page in range(3):
        page = officer_in.get(f"{LOG}?{query}")
        seen, query = seen + rows(page), page.context["next_opened"]
    assert (seen, query, rows(officer_in.get(f"{LOG}?after=forged"))) == (made, "", made[:2])


def test_nothing_of_a_sealed_call(officer_in):
    opening = Opening.objects.create(submission=a_file(), by=staff())
    change_call(opening.submission.call, sealed=True)
    assert rows(officer_in.get(LOG)) == []


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_the_same_however_long_it_is(officer_in, count, django_assert_num_queries):
    of = open_call()
    for _each in range(count):
        Opening.objects.create(submission=a_file(of), by=staff())
        Export.objects.create(by=staff())
    officer_in.get(LOG)
    with django_assert_num_queries(12):
        officer_in.get(LOG)
