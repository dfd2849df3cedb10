"""What an editor types into the facts of a region: what its page could not show is refused beside the field."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from regions.models import Agreement, IncubatorState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facts")]
WORDS = {"ar": "نعم", "fr": "Oui"}


@pytest.mark.parametrize(
    "stages",
    [
        [{"text": WORDS}], [{"text": "Oui", "state": "done"}], [{"text": {"fr": "Oui"}, "state": "done"}], [{"text": WORDS, "state": ["done"]}],
        [{"text": {"ar": "نعم", "fr": "\x00"}, "state": "now"}], ["done"], {"done": WORDS}, 5,
    ],
)  # fmt: skip
def test_stages_that_the_page_cannot_show_are_refused(stages) -> None:
    state = IncubatorState.objects.get(region__code="09")
    state.stages = stages
    with pytest.raises(ValidationError) as refused:
        state.full_clean()
    assert set(refused.value.message_dict) == {"stages"}


@pytest.mark.one_database
def test_what_is_kept_is_shown(region_page) -> None:
    """The loaded stages, others, and none at all: an emptied box gives ``None``."""
    region_page("souss-massa")
    state = IncubatorState.objects.get(region__code="09")
    answers = []
    for stages in (state.stages, [{"text": WORDS, "state": "todo"}], None):
        state.stages = stages
        state.full_clean()
        state.save()
        answers.append(Client().get("/ar/regions/souss-massa/").status_code)
    assert (answers, json.dumps(state.stages)) == ([200, 200, 200], "[]")


@pytest.mark.parametrize("signed", ["2022", "2022-02-28"])
def test_an_agreement_is_signed_in_a_year_or_on_a_day(signed) -> None:
    """Its schedule may be emptied."""
    agreement = Agreement.objects.first()
    agreement.signed, agreement.schedule = signed, None
    agreement.full_clean()
    assert agreement.schedule == {}


@pytest.mark.parametrize("signed", ["2022-02-30", "2022-13-01", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(signed) -> None:
    agreement = Agreement.objects.first()
    agreement.signed = signed
    with pytest.raises(ValidationError) as refused:
        agreement.full_clean()
    assert set(refused.value.message_dict) == {"signed"}
