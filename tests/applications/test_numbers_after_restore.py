"""A restore takes the counters back; the numbers given since stand on receipts all the same."""

import datetime as dt

import pytest

from forms_app.applications.models import ReferenceCounter, Submission
from portal.core.replays import replay_all
from tests.applications.backoffice.makers import open_call, sent
from tests.factories_forms import change_call, commune, complete_draft

pytestmark = pytest.mark.django_db
MOVED = "calls whose numbers go on at the next hundred thousand"


def numbers(of: object) -> list[int]:
    """Of a call's files, in the order they came."""
    return [int(reference.split("-")[1]) for reference in Submission.objects.filter(call=of).order_by("pk").values_list("reference", flat=True)]


def test_a_number_on_a_receipt_is_given_to_nobody_else():
    used, unused = open_call(), open_call(slug="unused")
    sent(used)
    first = [replay_all()[MOVED] for _each in range(2)]
    sent(used)
    sent(unused)
    replay_all()
    sent(used)
    assert (first, numbers(used), numbers(unused)) == ([2, 0], [1, 100_001, 200_001], [100_001]), "a second restore went back"


def test_calls_that_are_over_and_sealed_ones_stay_as_they_are():
    over, sealed = open_call(), open_call(slug="sealed")
    change_call(over, closes_at=over.opens_at + dt.timedelta(minutes=1))
    change_call(sealed, sealed=True)
    complete_draft(sealed, commune())
    assert (replay_all()[MOVED], ReferenceCounter.objects.exclude(last=0).count()) == (0, 0)
