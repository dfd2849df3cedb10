"""The list of calls: filters that can be shared, honest counts, and what presses first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms_app.calls.models import State
from forms_app.calls.services import listing
from forms_app.calls.services.listing import ListedCalls, count_by_state, listed_calls
from tests.factories_forms import call, programme, region

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def found(**filters: object) -> list[str]:
    return [made.slug for made in listed_calls(at=NOW, **filters)]


def test_within_each_state_the_nearest_date_comes_first():
    for slug, values in {
        "later": {"closes_at": NOW + 20 * DAY},
        "sooner": {"closes_at": NOW + 10 * DAY},
        "opens-later": {"opens_at": NOW + 9 * DAY},
        "opens-sooner": {"opens_at": NOW + 2 * DAY},
        "over-long-ago": {"closes_at": NOW - 10 * DAY},
        "over-lately": {"closes_at": NOW - 2 * DAY},
        "over-not-stated": {"closes_at": None, "opens_at": NOW - 15 * DAY, "form_key": ""},
    }.items():
        call(slug=slug, **values)
    assert found() == ["sooner", "later", "opens-sooner", "opens-later", "over-lately", "over-long-ago", "over-not-stated"]


def test_closing_by_a_day_takes_its_last_minute_and_leaves_what_is_over():
    local = timezone.localtime(NOW).replace(hour=23, minute=59)
    call(slug="that-evening", closes_at=local + 7 * DAY)
    call(slug="the-day-after", closes_at=local + 7 * DAY + dt.timedelta(minutes=1))
    call(slug="over", closes_at=NOW - DAY)
    call(slug="cancelled", closes_at=NOW + DAY, cancelled_at=NOW - DAY, cancel_reason={"ar": "س", "fr": "r"})
    call(slug="announced", opens_at=NOW + DAY, closes_at=NOW + 3 * DAY)
    assert found(closes_by=(local + 7 * DAY).date()) == ["that-evening", "announced"]


def test_counts_by_state_are_those_of_the_list():
    for values in ({"closes_at": NOW + 2 * DAY}, {}, {}, {"opens_at": NOW + DAY}, {"closes_at": NOW - DAY}, {"published_at": None}, {"kind": "associations"}):
        call(**values)
    counts = count_by_state(at=NOW, kind="project_holders")
    assert counts == {state: len(found(kind="project_holders", state=state.value)) for state in counts}
    assert (counts[State.OPEN], counts[State.CLOSING_SOON], sum(counts.values()) - counts[State.CLOSING_SOON]) == (3, 1, 5)


@pytest.mark.parametrize("closing", ["7", "2026-11-29", "29/11/2026", "٢٩/١١/٢٠٢٦"])
def test_a_closing_date_may_be_written_in_several_ways(client, closing):
    call(slug="soon", closes_at=NOW + 6 * DAY)
    call(slug="late", closes_at=NOW + 20 * DAY)
    page = client.get("/fr/calls/", {"closing": closing})
    assert [card["url"] for card in page.context["cards"]] == ["/fr/calls/soon/"]


@pytest.mark.parametrize("closing", ["x", "33/33/2026", "2026-13-01", "8", "-7", "31/02/2027", "0001-01-01", "2026-11-21"])
def test_a_date_that_is_none_gets_a_message_and_stays_as_typed(client, closing):
    call()
    page = client.get("/fr/calls/", {"closing": closing})
    assert (page.status_code, len(page.context["cards"]), page.context["chosen"].typed) == (200, 1, closing)
    assert 'aria-describedby="before_error"' in page.content.decode()


def test_the_furthest_date_is_a_date(client):
    call()
    assert len(client.get("/fr/calls/", {"closing": "9999-12-31"}).context["cards"]) == 1


def test_of_two_answers_about_the_date_the_last_that_says_something_counts(client):
    call(slug="soon", closes_at=NOW + 6 * DAY)
    call(slug="late", closes_at=NOW + 20 * DAY)
    assert [len(client.get(f"/fr/calls/?{query}").context["cards"]) for query in ("closing=7&closing=", "closing=7&closing=2026-12-30")] == [1, 2]


def test_a_filter_is_taken_away_alone_and_feeds_keep_them_all(client):
    region()
    programme()
    page = client.get("/fr/calls/?closing=30&programme=jisr&region=souss-massa&state=open&kind=associations&unknown=1")
    kept = "state=open&kind=associations&region=souss-massa&programme=jisr&closing=30"
    assert page.context["chosen"].query() == kept
    assert [item["url"] for item in page.context["applied"]] == [
        f"?{kept.replace(part, '').replace('&&', '&').rstrip('&')}" for part in ("kind=associations", "region=souss-massa", "programme=jisr", "closing=30")
    ]
    assert [feed["url"].partition("?")[2] for feed in page.context["feeds"]] == [kept] * 3


def test_pages_and_counts_follow_the_state(client):
    for _each in range(13):
        call()
    call(closes_at=NOW - DAY)
    page = client.get("/fr/calls/?state=open&page=2")
    assert (len(page.context["cards"]), page.context["page_obj"].paginator.count) == (1, 13)
    assert [(chip["count"], chip["current"]) for chip in page.context["states"]] == [
        ("14", False), ("13", True), ("0", False), ("0", False), ("0", False), ("1", False), ("0", False),
    ]  # fmt: skip


def test_every_filter_costs_the_same_queries(client):
    made = [call(regions=[region()]) for _each in range(3)]
    addresses = ["/fr/calls/", "/fr/calls/?state=open&kind=project_holders&region=souss-massa&programme=jisr&closing=30"]
    costs = []
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        costs.append((len(asked), len(page.context["cards"])))
    assert costs == [(4, len(made)), (4, len(made))]


@pytest.mark.parametrize("short", [0, 500])
@pytest.mark.parametrize("state", ["", "open", "closing_soon", "closed", "cancelled"])
def test_pages_are_slices_of_the_list(state, short, monkeypatch):
    monkeypatch.setattr(listing, "_SHORT", short)
    for number in range(4):
        for values in (
            {"closes_at": NOW + (2 + number) * DAY},
            {"closes_at": NOW + (9 + number) * DAY},
            {"opens_at": NOW + (9 - number) * DAY},
            {"closes_at": NOW - number * DAY - DAY},
            {"closes_at": NOW - 5 * DAY, "review_started_at": NOW - number * DAY},
            {"results_published_at": NOW - number * DAY},
            {"cancelled_at": NOW - number * DAY, "cancel_reason": {"ar": "س", "fr": "r"}},
            {"closes_at": None, "form_key": "", "opens_at": NOW - number * DAY},
            {"published_at": NOW + DAY},
            {"published_at": None},
        ):
            call(**values)
    whole = found(state=state)
    pages = ListedCalls(at=NOW, counts=count_by_state(at=NOW), state=state)
    assert [made.slug for start in range(0, len(pages), 3) for made in pages[start : start + 3]] == whole
    assert len(pages) == len(whole)
