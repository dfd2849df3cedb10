"""The state of a call: every rule, to the last second of the closing minute, the same in queries and on instances."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from forms_app.calls.models import Call, State
from tests.factories_forms import call, commune, form, province, region

pytestmark = pytest.mark.django_db
CASABLANCA = ZoneInfo("Africa/Casablanca")
CLOSES = dt.datetime(2026, 12, 15, 16, 0, tzinfo=CASABLANCA)
OPENS = dt.datetime(2026, 11, 2, 9, 0, tzinfo=CASABLANCA)
SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


def both(made: Call, at: dt.datetime) -> tuple[str, str]:
    """State by query and by instance."""
    return Call.objects.with_state(at).get(pk=made.pk).state, made.state_at(at)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - 40 * DAY, State.DRAFT),
        (OPENS - SECOND, State.ANNOUNCED),
        (OPENS, State.OPEN),
        (CLOSES - 7 * DAY - SECOND, State.OPEN),
        (CLOSES - 7 * DAY, State.CLOSING_SOON),
        (CLOSES, State.CLOSING_SOON),
        (CLOSES + 59 * SECOND, State.CLOSING_SOON),
        (CLOSES + dt.timedelta(seconds=59, microseconds=999999), State.CLOSING_SOON),
        (CLOSES + 60 * SECOND, State.CLOSED),
    ],
)
def test_state_follows_the_clock(at, expected):
    made = call(opens_at=OPENS, closes_at=CLOSES, published_at=OPENS - 30 * DAY)
    assert both(made, at) == (expected, expected)


@pytest.mark.parametrize(
    ("values", "days_after_closing", "expected"),
    [
        ({"published_at": None}, -1, State.DRAFT),
        ({"cancelled_at": CLOSES - 2 * DAY}, -1, State.CANCELLED),
        ({"cancelled_at": CLOSES - 2 * DAY}, -3, State.CLOSING_SOON),
        ({"cancelled_at": CLOSES - 2 * DAY, "results_published_at": CLOSES}, 1, State.CANCELLED),
        ({"review_started_at": CLOSES + DAY}, 0.5, State.CLOSED),
        ({"review_started_at": CLOSES + DAY}, 1, State.UNDER_REVIEW),
        ({"review_started_at": CLOSES - DAY}, -0.5, State.CLOSING_SOON),
        ({"review_started_at": CLOSES + DAY, "results_published_at": CLOSES + 9 * DAY}, 9, State.RESULTS_PUBLISHED),
        ({"closes_at": None}, -1, State.CLOSED),
        ({"closes_at": None, "opens_at": None}, -1, State.CLOSED),
        ({"closes_at": None, "opens_at": CLOSES}, -1, State.ANNOUNCED),
        ({"opens_at": None}, -1, State.CLOSING_SOON),
        ({"closes_at": CLOSES + 30 * DAY, "extended_from": CLOSES}, 1, State.OPEN),
    ],
)
def test_state_follows_the_acts(values, days_after_closing, expected):
    made = call(**{"opens_at": OPENS, "closes_at": CLOSES, "published_at": OPENS, "cancel_reason": {"ar": "س", "fr": "r"}} | values)
    at = CLOSES + days_after_closing * DAY
    assert both(made, at) == (expected, expected)


def test_an_application_is_in_time_through_the_closing_minute():
    made = call(opens_at=OPENS, closes_at=CLOSES, published_at=OPENS)
    moments = [OPENS - SECOND, OPENS, CLOSES + 59 * SECOND, CLOSES + 60 * SECOND]
    assert [made.accepts(at) for at in moments] == [False, True, True, False]


def test_a_deadline_is_a_whole_minute():
    made = call(opens_at=OPENS, closes_at=CLOSES.replace(second=31), published_at=OPENS)
    assert Call.objects.get(pk=made.pk).closes_at == CLOSES


def test_the_deadline_keeps_its_hour_when_ramadan_moves_the_clock():
    """On 15 February 2026 Morocco went from UTC+1 to UTC for Ramadan; 16:00 stays 16:00 on the wall."""
    closes = dt.datetime(2026, 2, 20, 16, 0, tzinfo=CASABLANCA)
    made = call(opens_at=closes - 20 * DAY, closes_at=closes, published_at=closes - 20 * DAY)
    assert both(made, dt.datetime(2026, 2, 20, 16, 0, 59, tzinfo=dt.UTC)) == (State.CLOSING_SOON, State.CLOSING_SOON)
    assert both(made, dt.datetime(2026, 2, 20, 16, 1, 0, tzinfo=dt.UTC)) == (State.CLOSED, State.CLOSED)


@pytest.mark.parametrize(
    ("at", "days"),
    [(CLOSES - 23 * DAY, 23), (CLOSES - 10 * 3600 * SECOND, 0), (CLOSES - 17 * 3600 * SECOND, 1), (CLOSES + 60 * SECOND, None), (OPENS - SECOND, None)],
)
def test_days_left_are_counted_on_the_calendar(at, days):
    assert call(opens_at=OPENS, closes_at=CLOSES, published_at=OPENS - DAY).days_left(at) == days


@pytest.mark.parametrize("values", [{"closes_at": OPENS - DAY}, {"extended_from": CLOSES + DAY}], ids=["closes before it opens", "extension backwards"])
def test_impossible_dates_are_refused_by_the_database(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        call(**{"opens_at": OPENS, "closes_at": CLOSES} | values)


@pytest.mark.parametrize(("values", "field"), [({"closes_at": None}, "closes_at"), ({"cancelled_at": OPENS}, "cancel_reason")])
def test_a_form_needs_a_deadline_and_a_cancellation_a_reason(values, field):
    form()
    made = call(opens_at=OPENS, closes_at=CLOSES)
    for name, value in values.items():
        setattr(made, name, value)
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert list(refused.value.message_dict) == [field]


def territories() -> dict[str, Call]:
    souss, oriental = region(), region("oriental", "02", ar="الشرق", fr="Oriental")
    tiznit = province()
    nador = province("nador", "02.381.", of=oriental, ar="الناظور", fr="Nador")
    return {
        "country": call(),
        "souss": call(regions=[souss]),
        "oriental": call(regions=[oriental]),
        "tiznit": call(provinces=[tiznit]),
        "nador in oriental": call(regions=[oriental], provinces=[nador]),
    }


@pytest.mark.parametrize(("slug", "expected"), [("souss-massa", ["country", "souss", "tiznit"]), ("oriental", ["country", "oriental", "nador in oriental"])])
def test_calls_of_a_region(slug, expected):
    calls = territories()
    found = set(Call.objects.in_region(region(slug)).values_list("pk", flat=True))
    assert [name for name, made in calls.items() if made.pk in found] == expected


def test_calls_covering_a_commune_respect_named_provinces():
    calls = territories()
    oriental = region("oriental")
    oujda = commune("02.411.01.01.", of=province("oujda-angad", "02.411.", of=oriental, ar="وجدة", fr="Oujda"), ar="وجدة", fr="Oujda")
    found = set(Call.objects.covering(oujda).values_list("pk", flat=True))
    assert [name for name, made in calls.items() if made.pk in found] == ["country", "oriental"]
    found = set(Call.objects.covering(commune()).values_list("pk", flat=True))
    assert [name for name, made in calls.items() if made.pk in found] == ["country", "souss", "tiznit"]
