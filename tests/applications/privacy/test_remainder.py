"""What is still counted of erased files: one answer at a time, none of who asked for it, none of what is made up."""

import datetime as dt

import pytest
from django.utils import timezone

from forms_app.applications.models import Erasure, Remainder, Submission
from forms_app.applications.services.erasing import erase_file
from forms_app.applications.services.remainder import AGE, COUNTED, age_band, remaining
from tests.applications.backoffice.makers import open_call

from .ground import a_file

pytestmark = pytest.mark.django_db


def erased(*files: Submission, reason: str = Erasure.Reason.RETENTION) -> None:
    for file in files:
        erase_file(submission=file, reason=reason, at=timezone.now())


def test_answers_are_counted_one_by_one():
    of = open_call()
    files = [a_file(of, family=family) for family in ("widowed", "widowed", "married")]
    Submission.objects.filter(pk=files[0].pk).update(disability=True, birth_date=dt.date(1990, 1, 1))
    erased(*files)
    counted = {column: dict(remaining(column=column).values_list("code", "files")) for column in ("marital_status", "disability", AGE)}
    assert counted == {"marital_status": {"widowed": 2, "married": 1}, "disability": {"yes": 1, "": 2}, AGE: {"35_44": 1, "": 2}}
    cells = set(Remainder.objects.values_list("call", "region", "month"))
    first = timezone.localtime(files[0].submitted_at).date().replace(day=1)
    assert (cells, set(Remainder.objects.values_list("column", flat=True))) == ({(of.pk, files[0].region_id, first)}, {*COUNTED, AGE})


def test_of_who_asks_to_be_forgotten_nothing_is_counted():
    erased(a_file(), reason=Erasure.Reason.REQUEST)
    assert Remainder.objects.count() == 0


def test_what_is_made_up_is_not_counted():
    erased(a_file(open_call(sample=True)))
    assert Remainder.objects.count() == 0


@pytest.mark.parametrize(
    ("born", "band"),
    [("2008-11-23", "under_18"), ("2008-11-22", "18_24"), ("2001-11-22", "25_34"), ("1961-11-22", "65_over"), ("1900-01-01", "65_over"), ("2030-01-01", "")],
)
def test_bands_of_ages(born, band):
    assert age_band(dt.date.fromisoformat(born), on=dt.date(2026, 11, 22)) == band
